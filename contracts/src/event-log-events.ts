import { z } from 'zod';
import { eventsFrom } from './event.js';
import { id, timestamp } from './fields.js';

const event = eventsFrom('/event-log', { installation: true });

/** Events that could not be handled, and what staff do about them. */
export const eventLogEvents = {
  eventsParked: event(
    'event.parked',
    'A listener gave up on events; told once, until none of them is parked any more',
    z.object({ listener: z.string(), count: z.number().int() }),
    { important: 'listener' },
  ),
  eventsRetried: event(
    'event.retried',
    'Events that a listener gave up on are handled again',
    z.object({ listener: z.string(), count: z.number().int() }),
  ),
  jobRetried: event(
    'job.retried',
    'Work in the background that was given up is done again',
    z.object({ name: z.string(), jobId: z.string() }),
  ),
  eventDiscarded: event(
    'event.discarded',
    'An event that a listener gave up on was given up for good',
    z.object({ listener: z.string(), eventId: id, type: z.string(), reason: z.string() }),
  ),
  eventsDiscarded: event(
    'event.many_discarded',
    'Events that a listener gave up on were given up for good together',
    z.object({
      listener: z.string(),
      count: z.number().int(),
      /** Null for those of all types. */
      type: z.string().nullable(),
      reason: z.string(),
    }),
  ),
  eventsExpired: event(
    'event.expired',
    'Events that a listener gave up on were given up for good, because nobody looked after them in time',
    z.object({ listener: z.string(), count: z.number().int() }),
  ),
  eventsReplayed: event(
    'event.replayed',
    'Past events were given to a listener again',
    z.object({ listener: z.string(), replayId: id, from: timestamp, until: timestamp }),
  ),
  replayCancelled: event(
    'event.replay_cancelled',
    'Giving past events to a listener again was ended before all were',
    z.object({ listener: z.string(), replayId: id }),
  ),
};
