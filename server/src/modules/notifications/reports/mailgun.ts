import { createHmac } from 'node:crypto';
import type { MailgunReport, MailReport } from '@gatehouse/contracts/notifications/mail-reports';
import { hours } from '../../../kernel/clock.js';
import { equalSecrets } from '../../../kernel/secret.js';

/** Mailgun tries for eight hours to hand a report over; an older signature is somebody else's. */
const goodFor = hours(24);

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
  const outcome = outcomeOf(event, severity);
  if (messageId === undefined || outcome === null) return null;
  const words = [status?.code, status?.description, status?.message];
  const detail = words.filter((word) => word !== undefined && word !== '').join(' ');
  return { messageId, outcome, detail };
}

function outcomeOf(event: string, severity: string | undefined): MailReport['outcome'] | null {
  if (event === 'delivered' || event === 'complained') return event;
  if (event === 'failed') return severity === 'permanent' ? 'bounced' : 'deferred';
  return null;
}
