import { Global, Module } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Logger } from '../telemetry/logger.js';
import { openPlaces } from './geoip-places.js';
import { PlaceFinder } from './place-finder.js';

/** Where addresses are, by a file. */
@Global()
@Module({
  providers: [
    {
      provide: PlaceFinder,
      inject: [Config, Logger],
      useFactory: (config: Config, logger: Logger) =>
        openPlaces(config.GATEHOUSE_GEOIP_FILE, logger),
    },
  ],
  exports: [PlaceFinder],
})
export class PlacesModule {}
