import { z } from 'zod';
import { eventsFrom } from '../event.js';
import { id, timestamp } from '../fields.js';
import { locale } from '../language/locale.js';
import { channel } from './categories.js';

const event = eventsFrom('/notifications');

const ofInstallation = { installation: true } as const;

const template = z.object({ name: z.string() });

/** What people do about notifications; that a notification was sent tells its own log. */
export const notificationEvents = {
  notificationRequested: event(
    'notification.requested',
    'Somebody notified people of the organization',
    z.object({ noticeId: id, recipients: z.number().int(), sendAt: timestamp.optional() }),
  ),
  noticeCancelled: event(
    'notification.cancelled',
    'A notification that was to be sent later was taken back',
    z.object({ noticeId: id }),
  ),
  noticeRetried: event(
    'notification.retried',
    'A notification that had been given up is told after all',
    z.object({ noticeId: id }),
  ),
  notificationResent: event(
    'notification.resent',
    'A notification was sent again',
    z.object({ deliveryId: id, userId: id }),
  ),
  failedResent: event(
    'notification.failed_resent',
    'Notifications that had been given up in a time were sent again',
    z.object({ since: timestamp, until: timestamp, count: z.number().int() }),
  ),
  suppressionLifted: event(
    'notification.suppression_lifted',
    'An address is used again, though a message bounced there',
    z.object({
      /** Where it was lifted on a delivery. */
      deliveryId: id.optional(),
      /** Whom the last message there was for, where that is known. */
      userId: id.optional(),
      channel: channel.optional(),
      /** Where it was lifted in the list. */
      reason: z.string().optional(),
    }),
    { version: '1.1.0' },
  ),
  preferencesChosen: event(
    'notification.preferences_chosen',
    'Somebody chose by which channels and in which language they are told',
    z.object({ userId: id, locale }),
  ),
  templateCreated: event(
    'notification_template.created',
    'A template of notifications was made',
    template,
    ofInstallation,
  ),
  templateVersionAdded: event(
    'notification_template.version_added',
    'A template of notifications got a new version',
    template.extend({ version: z.number().int() }),
    ofInstallation,
  ),
  templateDeleted: event(
    'notification_template.deleted',
    'A template of notifications that people had made was deleted',
    template,
    ofInstallation,
  ),
  templateRestored: event(
    'notification_template.restored',
    'A template of notifications has the words again that came with Gatehouse',
    template.extend({ version: z.number().int() }),
    ofInstallation,
  ),
  templateActivated: event(
    'notification_template.activated',
    'Another version of a template of notifications is in use',
    template.extend({ version: z.number().int() }),
    ofInstallation,
  ),
};
