import { z } from 'zod';
import { messageType } from '../media-types.js';
import { route } from '../route.js';

/**
 * What became of a mail after the mail server took it. `deferred`: its receiver will be tried again;
 * `failed`: it was given up; `bounced`: there is no such address; `complained`: somebody called it
 * spam.
 */
export const mailReportOutcomes = [
  'delivered',
  'deferred',
  'failed',
  'bounced',
  'complained',
] as const;

export const mailReport = z.object({
  /** The `Message-ID` of the mail, with or without its angle brackets. */
  messageId: z.string().trim().min(1).max(998),
  outcome: z.enum(mailReportOutcomes),
  /** Why, in the words of whoever tells. */
  detail: z.string().max(2_000).default(''),
});
export type MailReport = z.output<typeof mailReport>;

/** Most reports in one request. */
export const mostMailReports = 500;

/** What of a webhook of Mailgun is looked at. */
export const mailgunReport = z.object({
  signature: z.object({
    /** In seconds. */
    timestamp: z.string().regex(/^\d{1,12}$/),
    token: z.string().min(1).max(200),
    /** Hexadecimal. */
    signature: z.string().max(200),
  }),
  'event-data': z.object({
    event: z.string().max(100),
    severity: z.string().max(100).optional(),
    message: z
      .object({ headers: z.object({ 'message-id': z.string().max(998).optional() }).optional() })
      .optional(),
    'delivery-status': z
      .object({
        code: z.union([z.number(), z.string().max(100)]).optional(),
        message: z.string().max(10_000).optional(),
        description: z.string().max(10_000).optional(),
      })
      .optional(),
  }),
});
export type MailgunReport = z.output<typeof mailgunReport>;

// Providers send each report by itself, thousands in a row after a mail to many: no limit of ours
// may cost one. Nothing is done before the secret or the signature was looked at.
const taking = { method: 'POST', access: 'public', rateLimit: 'none', status: 204 } as const;

export const mailReportRoutes = {
  take: route({
    ...taking,
    name: 'mailReports.take',
    path: '/mail-reports',
    summary:
      'Tell what became of mails that were sent; takes the bearer secret GATEHOUSE_MAIL_REPORTS_SECRET',
    body: z.object({ reports: z.array(mailReport).min(1).max(mostMailReports) }),
    errors: ['unauthenticated', 'not_found'],
  }),
  returned: route({
    ...taking,
    name: 'mailReports.returned',
    path: '/mail-reports/returned',
    summary:
      'Hand in a message that a mail server sent back (RFC 3464, RFC 5965), as it came; takes the same secret',
    upload: [messageType],
    errors: ['unauthenticated', 'not_found', 'payload_too_large'],
  }),
  mailgun: route({
    ...taking,
    name: 'mailReports.mailgun',
    path: '/mail-reports/mailgun',
    summary: 'A webhook of Mailgun, signed with the key GATEHOUSE_MAILGUN_SIGNING_KEY',
    body: mailgunReport,
    errors: ['unauthenticated', 'not_found'],
  }),
};
