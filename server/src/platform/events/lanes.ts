import { importantSubjects, importantTypes } from '@gatehouse/contracts/events';
import type { EventListener } from './event-listener.js';

/** Important events wait behind no ordinary ones (S3-113). */
export type Lane = 'ordinary' | 'important';

/**
 * Lane of an event, by its subject: all events of one subject are of one lane, so lanes that
 * overtake each other change the order of none.
 */
export const laneOf = ({ subject }: { readonly subject?: string | undefined }): Lane =>
  importantSubjects.has(kindOf(subject)) ? 'important' : 'ordinary';

/** `alert` of `alert/<id>`. */
export const kindOf = (subject = ''): string => subject.split('/', 1)[0] ?? '';

/**
 * One lane of a listener. Batches are sent to its address, each behind the one before it; it has a
 * queue, a turn and tries of its own, and nothing in common with the other lane but the listener.
 */
export interface Recipient {
  readonly listener: EventListener;
  readonly lane: Lane;
  /** `<listener>`, or `<listener>.important`. */
  readonly address: string;
}

/** The lanes that a listener has. */
export function recipientsOf(listener: EventListener): Recipient[] {
  const { name, types } = listener;
  const ordinary: Recipient = { listener, lane: 'ordinary', address: name };
  if (types !== 'all' && !types.some((type) => importantTypes.has(type))) return [ordinary];
  return [{ listener, lane: 'important', address: `${name}.important` }, ordinary];
}
