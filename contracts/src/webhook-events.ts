import { z } from 'zod';
import { eventsFrom } from './event.js';
import { id, timestamp } from './fields.js';

const event = eventsFrom('/webhooks');

const endpoint = z.object({ endpointId: id, url: z.string() });

const changed = <T extends z.ZodType>(value: T) => z.object({ from: value, to: value });
/** What people may change, and nothing else: never the secret. */
const changes = {
  url: changed(z.string()),
  description: changed(z.string()),
  eventTypes: changed(z.array(z.string())),
  installation: changed(z.boolean()),
};

/** What happens to webhook endpoints. */
export const webhookEvents = {
  webhookCreated: event('webhook.created', 'A webhook endpoint was added', endpoint),
  webhookUpdated: event(
    'webhook.updated',
    'A webhook endpoint was changed',
    endpoint.extend({ changes: z.object(changes).partial() }),
    { version: '1.1.0' },
  ),
  webhookRemoved: event('webhook.removed', 'A webhook endpoint was removed', endpoint),
  webhookPaused: event('webhook.paused', 'A webhook endpoint was paused', endpoint),
  webhookResumed: event('webhook.resumed', 'A webhook endpoint was resumed', endpoint),
  webhookSecretRotated: event(
    'webhook.secret_rotated',
    'A webhook endpoint got a new secret',
    endpoint,
  ),
  webhookDisabled: event(
    'webhook.disabled',
    'A webhook endpoint was switched off, because it is gone or fails for days',
    endpoint.extend({ reason: z.enum(['gone', 'failing']) }),
  ),
  webhookRecoveryStarted: event(
    'webhook.recovery_started',
    'What failed on its way to a webhook endpoint is sent again',
    endpoint.extend({ recoveryId: id, since: timestamp, until: timestamp }),
  ),
  webhookRecoveryCancelled: event(
    'webhook.recovery_cancelled',
    'Sending again what failed on its way to a webhook endpoint was ended before its end',
    endpoint.extend({ recoveryId: id }),
  ),
};
