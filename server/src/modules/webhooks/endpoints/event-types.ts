import { type EventContract, events } from '@gatehouse/contracts/events';
import { z } from 'zod';

/** A type of event that receivers may ask for. */
export interface EventType {
  readonly type: string;
  readonly summary: string;
  /** JSON Schema of its data. */
  readonly dataSchema: Record<string, unknown>;
}

/** Types that receivers may ask for, by name. */
export const eventTypes: readonly EventType[] = Object.values<EventContract>(events)
  .map(({ type, summary, data }) => ({ type, summary, dataSchema: z.toJSONSchema(data) }))
  .toSorted((one, other) => (one.type < other.type ? -1 : 1));

const known = new Set(eventTypes.map(({ type }) => type));

/** Those of the names that are no type of event. */
export const unknownTypes = (names: readonly string[]): string[] =>
  names.filter((name) => !known.has(name));
