import { describe, expect, it } from 'vitest';
import { readReturnedMail } from './returned-mail.js';

const id = '<019aa4e2-7c55-7cf1-a5a5-8d4a3d3a0c11@gatehouse.example>';

interface Bounce {
  recipient?: string;
  /** Headers of ours that came back. */
  original?: string;
  originalType?: string;
}

const failed = `Final-Recipient: rfc822; ada@example.com
Original-Recipient: rfc822;ada@example.com
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.example.com
Diagnostic-Code: smtp; 550 5.1.1 <ada@example.com>: Recipient address rejected:
    User unknown in virtual mailbox table`;

/** As Postfix sends them. */
const bounce = ({
  recipient = failed,
  original = `From: Gatehouse <no-reply@gatehouse.example>\nMessage-ID: ${id}\nSubject: Hello`,
  originalType = 'text/rfc822-headers',
}: Bounce = {}): Buffer =>
  Buffer.from(
    `Return-Path: <>
From: MAILER-DAEMON@mail.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: no-reply@gatehouse.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Message-ID: <20261121120000.1@mail.example>
Content-Type: multipart/report; report-type=delivery-status; boundary="ABC/mail.example"

This is a MIME-encapsulated message.

--ABC/mail.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--ABC/mail.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
X-Postfix-Queue-ID: 4XyZ
Arrival-Date: Sat, 21 Nov 2026 12:00:00 +0000 (UTC)

${recipient}

--ABC/mail.example
Content-Description: Undelivered Message Headers
Content-Type: ${originalType}

${original}

--ABC/mail.example--
`.replaceAll('\n', '\r\n'),
  );

describe('a message that came back', () => {
  it('says why, and of which mail', async () => {
    expect(await readReturnedMail(bounce())).toEqual({
      messageId: id,
      outcome: 'bounced',
      detail:
        '550 5.1.1 <ada@example.com>: Recipient address rejected: User unknown in virtual mailbox table',
    });
  });

  it.each([
    ['failed', '5.1.10', 'bounced'],
    ['failed', '5.2.2', 'failed'],
    ['failed', '4.4.7', 'failed'],
    ['delayed', '4.4.1', 'deferred'],
    ['delivered', '2.0.0', 'delivered'],
  ])('%s with %s is %s', async (action, status, outcome) => {
    const recipient = `Final-Recipient: rfc822; ada@example.com\nAction: ${action}\nStatus: ${status}`;
    expect(await readReturnedMail(bounce({ recipient }))).toEqual({
      messageId: id,
      outcome,
      detail: status,
    });
  });

  it('may hold the whole of ours', async () => {
    const original = `Message-ID: ${id}\nContent-Type: text/plain\n\nMessage-ID: <another@x.test>`;
    const read = await readReturnedMail(bounce({ original, originalType: 'message/rfc822' }));
    expect(read?.messageId).toBe(id);
  });

  it('may be a complaint', async () => {
    const complaint = bounce()
      .toString()
      .replace('report-type=delivery-status', 'report-type=feedback-report')
      .replace('message/delivery-status', 'message/feedback-report')
      .replace('Reporting-MTA: dns; mail.example', 'Feedback-Type: abuse');
    expect(await readReturnedMail(Buffer.from(complaint))).toEqual({
      messageId: id,
      outcome: 'complained',
      detail: 'abuse',
    });
  });

  it.each([
    ['an answer that somebody is away', Buffer.from('Subject: Away\r\n\r\nI am in Spain.')],
    ['nothing', Buffer.alloc(0)],
    ['noise', Buffer.from([0, 255, 254, 13, 10, 0])],
    ['one without ours', bounce({ original: 'Subject: Hello' })],
    ['one without a recipient', bounce({ recipient: '' })],
    ['one that was passed on', bounce({ recipient: 'Action: relayed\nStatus: 2.0.0' })],
  ])('says nothing where it is %s', async (_what, raw) => {
    expect(await readReturnedMail(raw)).toBeNull();
  });

  it('is refused where it is made to be costly', async () => {
    const deep = Array.from(
      { length: 200 },
      (_, index) => `Content-Type: multipart/mixed; boundary=b${index}\r\n\r\n--b${index}\r\n`,
    );
    await expect(readReturnedMail(Buffer.from(deep.join('')))).rejects.toThrow();
    await expect(
      readReturnedMail(Buffer.from(`X: ${'x'.repeat(100_000)}\r\n\r\n`)),
    ).rejects.toThrow();
  });
});
