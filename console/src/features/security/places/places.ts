import { queryOptions } from '@tanstack/react-query';
import type { AttackPlace } from '@gatehouse/contracts/security/places';
import { client } from '../../../api/client';
import { pollSlowly } from '../monitor';

export const placesQuery = queryOptions({
  queryKey: ['monitor', 'places'],
  queryFn: ({ signal }) => client.attackPlaces.list({ signal }),
  refetchInterval: pollSlowly,
});

export interface CountryCount {
  name: string;
  failures: number;
  blocks: number;
}

const number = new Intl.NumberFormat('en');
const plural = (count: number, word: string): string =>
  `${number.format(count)} ${word}${count === 1 ? '' : 's'}`;

export const nameOf = ({ city, country }: AttackPlace): string =>
  [city, country?.name].filter((part) => typeof part === 'string').join(', ') || 'Somewhere';

export const countOf = ({ failures, blocks }: { failures: number; blocks: number }): string =>
  [plural(failures, 'failure'), ...(blocks > 0 ? [plural(blocks, 'block')] : [])].join(', ');

const sumOf = (places: readonly AttackPlace[], what: 'failures' | 'blocks'): number =>
  places.reduce((total, place) => total + place[what], 0);

/** What happened in each country, most failures first. */
export function countriesOf(places: readonly AttackPlace[]): CountryCount[] {
  const byName = Map.groupBy(places, ({ country }) => country?.name ?? 'Unknown');
  return [...byName]
    .map(([name, of]) => ({ name, failures: sumOf(of, 'failures'), blocks: sumOf(of, 'blocks') }))
    .toSorted((a, b) => b.failures - a.failures || b.blocks - a.blocks);
}
