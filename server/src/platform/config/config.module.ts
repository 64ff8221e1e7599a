import { type DynamicModule, Module } from '@nestjs/common';
import { Clock, SystemClock } from '../../kernel/clock.js';
import { Config } from './config.js';

/** Gives every module the settings and the clock. */
@Module({})
export class ConfigModule {
  static with(config: Config): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [
        { provide: Config, useValue: config },
        { provide: Clock, useClass: SystemClock },
      ],
      exports: [Config, Clock],
    };
  }
}
