import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { MailgunReport } from '@gatehouse/contracts/notifications/mail-reports';
import { days, hours } from '../../../kernel/clock.js';
import { fromMailgun, isOfMailgun } from './mailgun.js';

const now = Date.parse('2026-11-21T12:00:00Z');
const key = 'key-of-the-account';

function report(
  data: Partial<MailgunReport['event-data']> = {},
  { by = key, age = 0 } = {},
): MailgunReport {
  const timestamp = String(Math.round((now - age) / 1000));
  const token = 'a token of fifty characters, more or less';
  const signature = createHmac('sha256', by)
    .update(timestamp + token)
    .digest('hex');
  return {
    signature: { timestamp, token, signature },
    'event-data': {
      event: 'failed',
      severity: 'permanent',
      message: { headers: { 'message-id': 'one@gatehouse.example' } },
      'delivery-status': { code: 550, description: '', message: '5.1.1 No such user' },
      ...data,
    },
  };
}

describe('a report of Mailgun', () => {
  it('is one by its signature alone', () => {
    expect(isOfMailgun(report(), key, now)).toBe(true);
    expect(isOfMailgun(report({}, { by: 'another key' }), key, now)).toBe(false);
    expect(isOfMailgun(report({}, { age: hours(8) }), key, now)).toBe(true);
    expect(isOfMailgun(report({}, { age: days(2) }), key, now)).toBe(false);
  });

  it.each([
    ['delivered', undefined, 'delivered'],
    ['complained', undefined, 'complained'],
    ['failed', 'permanent', 'bounced'],
    ['failed', 'temporary', 'deferred'],
    ['rejected', undefined, 'failed'],
  ])('says of %s (%s) that it is %s', (event, severity, outcome) => {
    expect(fromMailgun(report({ event, severity }))).toEqual({
      messageId: 'one@gatehouse.example',
      outcome,
      detail: '550 5.1.1 No such user',
    });
  });

  it.each([
    [605, 'Not delivering to previously bounced address', 'bounced'],
    [550, 'No such user here', 'bounced'],
    [550, '5.7.1 Blocked for spam', 'failed'],
    [552, '5.2.2 Mailbox full', 'failed'],
    [554, 'Our address is on a list', 'failed'],
  ])('takes %i %s for what it is: %s', (code, message, outcome) => {
    const status = { 'delivery-status': { code, message, description: '' } };
    expect(fromMailgun(report(status))).toMatchObject({ outcome });
  });

  it('says nothing of what is no matter of delivery, or of no mail', () => {
    expect(fromMailgun(report({ event: 'clicked' }))).toBeNull();
    expect(fromMailgun(report({ message: {} }))).toBeNull();
  });
});
