import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mmdbOf } from '../../../../test/harness/mmdb.js';
import { openPlaces } from './geoip-places.js';
import { distance } from './places.js';

const berlin = { latitude: 52.52, longitude: 13.405 };
const sydney = { latitude: -33.87, longitude: 151.21 };
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-places-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('finds places in a file of the format that MaxMind publishes', async () => {
  const file = join(folder, 'city.mmdb');
  await writeFile(
    file,
    mmdbOf([
      { network: [192, 0, 2, 0], bits: 24, ...berlin },
      { network: [198, 51, 100, 0], bits: 25, ...sydney },
    ]),
  );
  const places = openPlaces(file);
  expect(places.available).toBe(true);
  expect(places.find('192.0.2.77')).toEqual(berlin);
  expect(places.find('198.51.100.127')).toEqual(sydney);
  expect(places.find('198.51.100.128')).toBeNull();
});

it('has no places without a file, and does not start with one that cannot be read', () => {
  expect(openPlaces(undefined)).toMatchObject({ available: false });
  expect(() => openPlaces(join(folder, 'missing.mmdb'))).toThrow('ENOENT');
});

it('knows how far it is', () => {
  expect(distance(berlin, sydney)).toBeGreaterThan(16_000);
  expect(distance(berlin, sydney)).toBeLessThan(16_200);
  expect(distance(berlin, berlin)).toBe(0);
});
