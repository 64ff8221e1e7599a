import { type DynamicModule, Module } from '@nestjs/common';
import { Events } from './events.js';

@Module({})
export class EventsModule {
  static forModule(_module: string): DynamicModule {
    return {
      module: EventsModule,
      providers: [{ provide: Events, useValue: { add: async () => {} } }],
      exports: [Events],
    };
  }
}
