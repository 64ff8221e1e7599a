import type { Channel } from '@gatehouse/contracts/notifications/categories';
import type { SkipReason } from '@gatehouse/contracts/notifications/deliveries';
import type { TemplateContent } from '@gatehouse/contracts/notifications/templates';
import { newId } from '../../../kernel/id.js';
import { keptTrace } from '../../../platform/http/request-context.js';
import { recipientKey } from '../../../platform/mail/mail-outbox.js';
import type { Reachable } from '../../identity/users/user-directory.port.js';
import type { DeliveryRow } from './deliveries.table.js';

type About = Pick<
  DeliveryRow,
  'noticeId' | 'organizationId' | 'category' | 'template' | 'templateVersion' | 'link' | 'locale'
>;

/** Where somebody is reached by a channel; null where they are not. */
export const addressOf = ({ email, phone }: Reachable, channel: Channel): string | null =>
  channel === 'email' ? email : channel === 'sms' ? phone : null;

/**
 * A delivery that is to be made. In the inbox it has arrived with that; a mail to an address that
 * its owner has not confirmed waits.
 * @param dueAt when it may go, which is later in quiet hours.
 */
export function newDelivery(
  about: About,
  person: Reachable,
  channel: Channel,
  { subject, html, text }: TemplateContent,
  dueAt: Date,
  now: Date,
): DeliveryRow {
  const address = addressOf(person, channel);
  return {
    ...about,
    id: newId(),
    userId: person.userId,
    channel,
    address,
    addressKey: address === null ? null : recipientKey(address),
    subject,
    html,
    text,
    state: channel === 'in_app' ? 'delivered' : 'queued',
    skippedFor: null,
    awaitsAddress: channel === 'email' && !person.emailVerified,
    dueAt,
    tries: 0,
    messageId: null,
    createdAt: now,
    updatedAt: now,
    ...keptTrace(),
  };
}

/** A delivery that is not made, so that whoever sent it sees who was not reached, and why. */
export const skip = (delivery: DeliveryRow, skippedFor: SkipReason): DeliveryRow => ({
  ...delivery,
  state: 'skipped',
  skippedFor,
  awaitsAddress: false,
});
