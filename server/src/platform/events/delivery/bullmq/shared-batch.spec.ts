import { expect, it } from 'vitest';
import type { EventEntry } from '../../outbox/outbox.repository.js';
import { share, split } from './shared-batch.js';

const entry = (position: number): EventEntry => ({
  position,
  event: {
    specversion: '1.0',
    id: `event ${position}`,
    source: '/shop',
    type: 'thing.happened',
    time: '2026-01-01T00:00:00.000Z',
    datacontenttype: 'application/json',
    dataschema: '/schemas/thing.happened',
    data: {},
  },
});

it('brings each event once, and gives each address its own in their order', () => {
  const [first, second, third] = [entry(1), entry(2), entry(3)];
  const batches = [
    { address: 'audit', after: null, entries: [first, second, third] },
    { address: 'search', after: 'event 0', entries: [second] },
    { address: 'webhooks', after: null, entries: [first, third] },
  ];
  const shared = share(batches);
  expect(shared.unhurried).toBe(false);
  expect(shared.entries).toEqual([first, second, third]);
  const carried: typeof shared = JSON.parse(JSON.stringify(shared));
  expect(split(carried)).toEqual(batches);
});
