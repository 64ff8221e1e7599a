import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { QuietLogger } from '../../../test/harness/events.js';
import { mmdbOf } from '../../../test/harness/mmdb.js';
import { openPlaces } from './geoip-places.js';

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
      { network: [192, 0, 2, 0], bits: 24, ...berlin, country: ['DE', 'Germany'], city: 'Berlin' },
      { network: [198, 51, 100, 0], bits: 25, ...sydney },
      { network: [203, 0, 113, 0], bits: 24, country: ['NZ', 'New Zealand'] },
    ]),
  );
  const places = openPlaces(file, new QuietLogger());
  expect(places.available).toBe(true);
  expect(places.find('192.0.2.77')).toEqual({
    coordinates: berlin,
    country: { code: 'DE', name: 'Germany' },
    city: 'Berlin',
  });
  expect(places.find('198.51.100.127')).toEqual({
    coordinates: sydney,
    country: null,
    city: null,
  });
  expect(places.find('198.51.100.128')).toBeNull();
  const named = ['192.0.2.77', '198.51.100.127', '203.0.113.9', '198.51.100.128', '::1'];
  expect(named.map((address) => places.nameOf(address))).toEqual([
    'Berlin, Germany',
    null,
    'New Zealand',
    null,
    null,
  ]);
});

it('has no places without a file, and does not start with one that cannot be read', () => {
  expect(openPlaces(undefined, new QuietLogger())).toMatchObject({ available: false });
  expect(() => openPlaces(join(folder, 'missing.mmdb'), new QuietLogger())).toThrow('ENOENT');
});

it('takes a new file up as it comes, and keeps the known one while that cannot be read', async () => {
  const file = join(folder, 'changing.mmdb');
  const inCountry = (country: readonly [string, string]) =>
    mmdbOf([{ network: [192, 0, 2, 0], bits: 24, country }]);
  await writeFile(file, inCountry(['DE', 'Germany']));
  const places = openPlaces(file, new QuietLogger());
  const here = async () => {
    await places.refresh();
    return places.nameOf('192.0.2.1');
  };
  expect(await here()).toBe('Germany');
  await writeFile(file, 'half a file');
  expect(await here()).toBe('Germany');
  await writeFile(file, inCountry(['NZ', 'New Zealand']));
  expect(await here()).toBe('New Zealand');
  await rm(file);
  expect(await here()).toBe('New Zealand');
});
