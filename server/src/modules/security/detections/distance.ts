import type { Coordinates } from '../../../platform/places/place-finder.js';

const earthRadius = 6371;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Along the surface, in kilometres (haversine formula). */
export function distance(one: Coordinates, other: Coordinates): number {
  const latitude = radians(other.latitude - one.latitude) / 2;
  const longitude = radians(other.longitude - one.longitude) / 2;
  const square =
    Math.sin(latitude) ** 2 +
    Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * Math.sin(longitude) ** 2;
  return 2 * earthRadius * Math.asin(Math.sqrt(square));
}
