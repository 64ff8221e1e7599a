import type { EventEntry } from '../../outbox/outbox.repository.js';
import type { EventBatch, PublishOptions } from '../event-transport.js';

interface Part {
  readonly address: string;
  readonly after: string | null;
  /** Places of its events in `entries`. */
  readonly wanted: readonly number[];
}

/** Batches that travel together: each event is brought once, however many addresses want it. */
export interface SharedBatch {
  readonly entries: readonly EventEntry[];
  readonly parts: readonly Part[];
  readonly unhurried: boolean;
}

/** Puts batches together. */
export function share(
  batches: readonly EventBatch[],
  { unhurried = false }: PublishOptions = {},
): SharedBatch {
  const entries: EventEntry[] = [];
  const places = new Map<string, number>();
  const placeOf = (entry: EventEntry): number => {
    const known = places.get(entry.event.id);
    if (known !== undefined) return known;
    places.set(entry.event.id, entries.length);
    return entries.push(entry) - 1;
  };
  const parts = batches.map(({ address, after, entries: own }) => ({
    address,
    after,
    wanted: own.map(placeOf),
  }));
  return { entries, parts, unhurried };
}

/** Takes them apart again. */
export const split = ({ entries, parts }: SharedBatch): EventBatch[] =>
  parts.map(({ address, after, wanted }) => ({
    address,
    after,
    entries: wanted.flatMap((place) => entries[place] ?? []),
  }));
