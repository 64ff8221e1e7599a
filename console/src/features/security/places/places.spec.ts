import { expect, it } from 'vitest';
import type { AttackPlace } from '@gatehouse/contracts/security/places';
import { countOf, countriesOf, nameOf } from './places';

const place = (country: string | null, failures: number, blocks = 0): AttackPlace => ({
  latitude: 0,
  longitude: 0,
  city: null,
  country: country === null ? null : { code: 'XX', name: country },
  failures,
  blocks,
});

it('adds places of one country up, the worst first', () => {
  const places = [place('Chile', 2), place('Peru', 5, 1), place('Chile', 9), place(null, 1)];
  expect(countriesOf(places)).toEqual([
    { name: 'Chile', failures: 11, blocks: 0 },
    { name: 'Peru', failures: 5, blocks: 1 },
    { name: 'Unknown', failures: 1, blocks: 0 },
  ]);
});

it('says what happened in words', () => {
  expect(countOf(place('Chile', 1, 2))).toBe('1 failure, 2 blocks');
  expect(countOf(place('Chile', 0))).toBe('0 failures');
  expect(nameOf({ ...place('Chile', 1), city: 'Arica' })).toBe('Arica, Chile');
  expect(nameOf(place(null, 1))).toBe('Somewhere');
});
