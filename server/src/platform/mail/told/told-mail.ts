import type { OutgoingMail } from '../mail-outbox.js';
import type { MailRow } from '../mails.table.js';

/** Of a link, what may open something. */
const query = /(https?:\/\/[^\s?#]+)[?#]\S+/g;
/** What is typed in somewhere: codes of digits, also in groups. */
const code = /\b\d(?: ?\d){3,}\b/g;

/** What somebody is told of a mail to them: what it says, without links and codes that open something. */
export function toldMail(row: MailRow, { subject, text, urgency }: OutgoingMail) {
  const unlinked = text.replaceAll(query, '$1');
  return {
    recipient: row.recipientKey,
    kind: row.kind,
    created_at: row.createdAt,
    sent_at: row.sentAt,
    failed_at: row.failedAt,
    subject,
    // Codes go by mails that somebody waits for, and by no others.
    text: urgency === 'awaited' ? unlinked.replaceAll(code, '…') : unlinked,
  };
}
