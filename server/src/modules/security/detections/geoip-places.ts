import { readFileSync } from 'node:fs';
import { Reader, type CityResponse } from 'mmdb-lib';
import { type Place, PlaceFinder } from './places.js';

/** Knows no place. */
class NoPlaces extends PlaceFinder {
  override readonly available = false;
  override find = (): null => null;
}

/** Looks places up in a database of MaxMind's format, held in memory. */
class GeoIpPlaces extends PlaceFinder {
  override readonly available = true;

  constructor(private readonly reader: Reader<CityResponse>) {
    super();
  }

  override find(address: string): Place | null {
    const { latitude, longitude } = this.reader.get(address)?.location ?? {};
    return latitude === undefined || longitude === undefined ? null : { latitude, longitude };
  }
}

/**
 * Opens a database of places; without a file there is none.
 * @throws Error when the file cannot be read.
 */
export const openPlaces = (file: string | undefined): PlaceFinder =>
  file === undefined ? new NoPlaces() : new GeoIpPlaces(new Reader(readFileSync(file)));
