/** Where an address is thought to be, in degrees. */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/** Finds places by address. */
export abstract class PlaceFinder {
  /** Whether there is a database to look into. */
  abstract readonly available: boolean;
  /** Null where it does not know. */
  abstract find(address: string): Place | null;
}

const earthRadius = 6371;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Along the surface, in kilometres (haversine formula). */
export function distance(one: Place, other: Place): number {
  const latitude = radians(other.latitude - one.latitude) / 2;
  const longitude = radians(other.longitude - one.longitude) / 2;
  const square =
    Math.sin(latitude) ** 2 +
    Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * Math.sin(longitude) ** 2;
  return 2 * earthRadius * Math.asin(Math.sqrt(square));
}
