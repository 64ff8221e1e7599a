import { z } from 'zod';
import { eventsFrom } from '../event.js';
import { id, timestamp } from '../fields.js';

const event = eventsFrom('/security', { installation: true });

/** How much an alert matters, least first. */
export const alertSeverities = ['low', 'medium', 'high', 'critical'] as const;
export type AlertSeverity = (typeof alertSeverities)[number];

/** `network` in CIDR notation. */
const ipBlock = z.object({ blockId: id, network: z.string(), reason: z.string() });
const allowedNetwork = z.object({ network: z.string(), reason: z.string() });
const settings = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
/** The summary, to be said in other languages: a sentence, and what it names. */
const said = z.object({ key: z.string(), facts: z.record(z.string(), z.string()) });
const found = { severity: z.enum(alertSeverities), summary: z.string(), said: said.optional() };
const alert = z.object({ alertId: id, detection: z.string() });

/** What detections and staff do about attacks; of the installation, so without an organization. */
export const securityEvents = {
  ipBlockCreated: event(
    'ip_block.created',
    'An address or a range of addresses was blocked',
    ipBlock.extend({ until: timestamp.nullable(), automatic: z.boolean() }),
    { important: 'ip_block' },
  ),
  ipBlockLifted: event(
    'ip_block.lifted',
    'A block was lifted before its time',
    // `reason` is why there was a block.
    ipBlock.extend({ liftReason: z.string() }),
    { important: 'ip_block', version: '1.1.0' },
  ),
  ipBlockExpired: event('ip_block.expired', 'A block ran out', ipBlock, { important: 'ip_block' }),
  ipBlockUpdated: event(
    'ip_block.updated',
    'A block ends at another time than it did',
    ipBlock.extend({
      from: timestamp.nullable(),
      until: timestamp.nullable(),
      automatic: z.boolean(),
      updateReason: z.string(),
    }),
    { important: 'ip_block' },
  ),
  networkAllowed: event(
    'ip_allow.created',
    'An address or a range was put on the list of those that are never blocked',
    allowedNetwork,
  ),
  networkDisallowed: event(
    'ip_allow.removed',
    'An address or a range was taken off the list of those that are never blocked',
    // `reason` is why it was on it.
    allowedNetwork.extend({ removeReason: z.string() }),
    { version: '1.1.0' },
  ),
  attemptsExported: event(
    'attempts.exported',
    'Somebody took attempts to sign in out as a file',
    z.object({ filter: z.record(z.string(), z.string()) }),
  ),
  detectionUpdated: event(
    'detection.updated',
    'A detection was set to something else',
    z.object({
      detection: z.string(),
      fields: z.array(z.string()),
      /** Of these fields. */
      before: settings,
      after: settings,
    }),
    { version: '1.1.0' },
  ),
  alertRaised: event(
    'alert.raised',
    'A detection found something that a person should look at',
    alert.extend(found),
    { important: 'alert', version: '1.1.0' },
  ),
  alertAcknowledged: event('alert.acknowledged', 'Somebody took an alert on', alert, {
    important: 'alert',
  }),
  alertAssigned: event(
    'alert.assigned',
    'An alert was given to somebody',
    alert.extend({ ...found, assigneeId: id }),
    { important: 'alert', version: '1.1.0' },
  ),
  alertNoted: event('alert.noted', 'Somebody said something of an alert', alert, {
    important: 'alert',
  }),
  alertUpdated: event(
    'alert.updated',
    'An alert was muted, resolved or opened again, or taken from whoever had it',
    alert.extend({
      state: z.string(),
      assigneeId: id.nullable(),
      /** Of a resolved one, and of one that was opened again. */
      reason: z.string().optional(),
    }),
    { important: 'alert', version: '1.1.0' },
  ),
} as const;
