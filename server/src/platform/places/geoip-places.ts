import { readFileSync } from 'node:fs';
import { Reader, type CityResponse } from 'mmdb-lib';
import { type Place, PlaceFinder } from './place-finder.js';

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
    const found = this.reader.get(address);
    return found && placeOf(found);
  }
}

function placeOf({ location, country, city }: CityResponse): Place {
  const { latitude, longitude } = location ?? {};
  return {
    coordinates: latitude === undefined || longitude === undefined ? null : { latitude, longitude },
    country: country ? { code: country.iso_code, name: country.names.en } : null,
    city: city?.names?.en ?? null,
  };
}

/**
 * Opens a database of places; without a file there is none.
 * @throws Error when the file cannot be read.
 */
export const openPlaces = (file: string | undefined): PlaceFinder =>
  file === undefined ? new NoPlaces() : new GeoIpPlaces(new Reader(readFileSync(file)));
