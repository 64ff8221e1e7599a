import { Global, Module } from '@nestjs/common';
import { Config } from '../config/config.js';
import { openPlaces } from './geoip-places.js';
import { PlaceFinder } from './place-finder.js';

/** Where addresses are, by a file. */
@Global()
@Module({
  providers: [
    {
      provide: PlaceFinder,
      inject: [Config],
      useFactory: (config: Config) => openPlaces(config.GATEHOUSE_GEOIP_FILE),
    },
  ],
  exports: [PlaceFinder],
})
export class PlacesModule {}
