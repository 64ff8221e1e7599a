import type { MailReport } from '@gatehouse/contracts/notifications/mail-reports';
import type { Attachment } from 'postal-mime';

/** What a message that came back may hold; what is not ours may be anything. */
const limits = { maxNestingDepth: 20, maxHeadersSize: 65_536 } as const;
const originals: readonly string[] = [
  'message/rfc822',
  'text/rfc822-headers',
  'message/global',
  'message/global-headers',
];

/** Fields of a part, by name in lower case. */
type Fields = ReadonlyMap<string, string>;

/**
 * What a message that a mail server sent back says of ours: a delivery status notification (RFC
 * 3464), or a complaint in the Abuse Reporting Format (RFC 5965).
 * @returns null where it is neither, such as somebody's answer that they are away.
 * @throws an Error for what is no message (RFC 5322).
 */
export async function readReturnedMail(raw: Uint8Array): Promise<MailReport | null> {
  // Few installations hear of returned mails: loaded with the first.
  const { default: PostalMime } = await import('postal-mime');
  const { attachments } = await PostalMime.parse(raw, {
    ...limits,
    forceRfc822Attachments: true,
    attachmentEncoding: 'utf8',
  });
  const told = statusIn(attachments) ?? complaintIn(attachments);
  const original = attachments.find(({ mimeType }) => originals.includes(mimeType));
  if (!told || !original) return null;
  const { messageId } = await PostalMime.parse(textOf(original), limits);
  return messageId === undefined ? null : { messageId, ...told };
}

type Told = Omit<MailReport, 'messageId'>;

/** Of the first recipient: our mails have one. */
function statusIn(attachments: readonly Attachment[]): Told | null {
  const part = attachments.find(({ mimeType }) => mimeType === 'message/delivery-status');
  // Fields of the message, then those of each recipient, with an empty line between.
  const [, recipient] = part
    ? textOf(part)
        .trim()
        .split(/\r?\n\s*\r?\n/)
    : [];
  if (recipient === undefined) return null;
  const fields = fieldsOf(recipient);
  const status = fields.get('status') ?? '';
  const outcome = outcomeOf(fields.get('action')?.toLowerCase(), status);
  if (outcome === null) return null;
  const said = fields.get('diagnostic-code')?.replace(/^smtp;\s*/i, '');
  return { outcome, detail: said ?? status };
}

/** That there is no such address (RFC 3463, X.1.*) is no trouble that passes. */
function outcomeOf(action: string | undefined, status: string): Told['outcome'] | null {
  if (action === 'failed') return status.startsWith('5.1.') ? 'bounced' : 'failed';
  if (action === 'delayed') return 'deferred';
  return action === 'delivered' ? action : null;
}

function complaintIn(attachments: readonly Attachment[]): Told | null {
  const part = attachments.find(({ mimeType }) => mimeType === 'message/feedback-report');
  const type = part && fieldsOf(textOf(part)).get('feedback-type');
  return type === 'abuse' || type === 'fraud' ? { outcome: 'complained', detail: type } : null;
}

function fieldsOf(text: string): Fields {
  const unfolded = text.replace(/\r?\n[ \t]+/g, ' ');
  const lines = unfolded.split(/\r?\n/).map((line) => /^([!-9;-~]+):\s*(.*)$/.exec(line));
  return new Map(
    lines.flatMap((line) => (line ? [[line[1]?.toLowerCase() ?? '', line[2] ?? '']] : [])),
  );
}

const textOf = ({ content }: Attachment): string =>
  typeof content === 'string' ? content : Buffer.from(content as ArrayBuffer).toString();
