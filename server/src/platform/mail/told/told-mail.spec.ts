import { expect, it } from 'vitest';
import type { OutgoingMail } from '../mail-outbox.js';
import type { MailRow } from '../mails.table.js';
import { toldMail } from './told-mail.js';

const row = { recipientKey: 'a@b.test', kind: 'any' } as MailRow;
const told = (text: string, urgency: OutgoingMail['urgency'] = 'awaited') =>
  toldMail(row, { to: 'a@b.test', kind: 'any', subject: 'S', text, urgency }).text;

it('tells what a mail says without what opens something', () => {
  expect(told('See https://id.test/reset?token=se.cr-et now.')).toBe(
    'See https://id.test/reset now.',
  );
  expect(told('https://id.test/x#token=secret')).toBe('https://id.test/x');
  expect(told('Your code is 123456. Or 1234 5678.')).toBe('Your code is …. Or ….');
  expect(told('You paid 123456.', 'bulk')).toBe('You paid 123456.');
});
