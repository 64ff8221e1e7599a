import { createHmac } from 'node:crypto';
import type { MailgunReport, MailReport } from '@gatehouse/contracts/notifications/mail-reports';
import { hours } from '../../../kernel/clock.js';
import { equalSecrets } from '../../../kernel/secret.js';
import { tellsOfNoAddress } from '../../../platform/mail/refusals/bad-address.js';

/** Mailgun tries for eight hours to hand a report over; an older signature is somebody else's. */
export const goodFor = hours(24);

/**
 * Whether Mailgun made a report: HMAC-SHA256 of the time and a token, with the account's key
 * (https://documentation.mailgun.com, "Securing webhooks"). It does not cover the rest.
 * @param now in milliseconds.
 */
export function isOfMailgun({ signature }: MailgunReport, key: string, now: number): boolean {
  const { timestamp, token } = signature;
  const wanted = createHmac('sha256', key).update(`${timestamp}${token}`).digest('hex');
  const age = Math.abs(now - Number(timestamp) * 1000);
  return equalSecrets(signature.signature.toLowerCase(), wanted) && age <= goodFor;
}

/** What a report of Mailgun says; null where that is nothing of interest, such as a click. */
export function fromMailgun(report: MailgunReport): MailReport | null {
  const { event, severity, message, 'delivery-status': status } = report['event-data'];
  const messageId = message?.headers?.['message-id'];
  const words = [status?.code, status?.description, status?.message];
  const detail = words.filter((word) => word !== undefined && word !== '').join(' ');
  const outcome = outcomeOf(event, severity, detail);
  if (messageId === undefined || outcome === null) return null;
  return { messageId, outcome, detail };
}

function outcomeOf(
  event: string,
  severity: string | undefined,
  detail: string,
): MailReport['outcome'] | null {
  if (event === 'delivered' || event === 'complained') return event;
  if (event === 'rejected') return 'failed';
  if (event !== 'failed') return null;
  if (severity !== 'permanent') return 'deferred';
  return knownAsBad.test(detail) || tellsOfNoAddress(detail) ? 'bounced' : 'failed';
}

/** Mailgun's own code for an address that it writes to no more, because it was bad before. */
const knownAsBad = /^605\b/;
