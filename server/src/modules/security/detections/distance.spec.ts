import { expect, it } from 'vitest';
import { distance } from './distance.js';

it('knows how far it is', () => {
  const berlin = { latitude: 52.52, longitude: 13.405 };
  const sydney = { latitude: -33.87, longitude: 151.21 };
  expect(distance(berlin, sydney)).toBeGreaterThan(16_000);
  expect(distance(berlin, sydney)).toBeLessThan(16_200);
  expect(distance(berlin, berlin)).toBe(0);
});
