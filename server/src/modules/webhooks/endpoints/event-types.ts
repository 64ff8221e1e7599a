import { type EventContract, events } from '@gatehouse/contracts/events';
import { z } from 'zod';

/** A type of event that receivers may ask for. */
export interface EventType {
  readonly type: string;
  readonly summary: string;
  /** It belongs to no organization. */
  readonly installation: boolean;
  /** Nothing tells of it yet. */
  readonly announced: boolean;
  /** JSON Schema of its data. */
  readonly dataSchema: Record<string, unknown>;
}

/** Types that can come to receivers, by name. */
export const eventTypes: readonly EventType[] = Object.values<EventContract>(events)
  .filter(({ withheld }) => !withheld)
  .map(({ type, summary, data, installation = false, announced = false }) => ({
    type,
    summary,
    installation,
    announced,
    dataSchema: z.toJSONSchema(data),
  }))
  .toSorted((one, other) => (one.type < other.type ? -1 : 1));

/** Type of the event that somebody sends to try an endpoint out; nothing else tells of it. */
export const testType = 'webhook.test';

const ofInstallation = new Set(
  eventTypes.filter(({ installation }) => installation).map(({ type }) => type),
);

/** Whether events of a type belong to the installation and to no organization. */
export const isOfInstallation = (type: string): boolean => ofInstallation.has(type);

// One that never comes may have been asked for when it was still offered.
const known = new Set(Object.values<EventContract>(events).map(({ type }) => type));

/** Those of the names that are no type of event. */
export const unknownTypes = (names: readonly string[]): string[] =>
  names.filter((name) => !known.has(name));
