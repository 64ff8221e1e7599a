import { z } from 'zod';
import { flag, variables } from './variables.js';

export const mailVariables = variables({
  SMTP_URL: {
    shape: z.url({ protocol: /^smtps?$/ }).optional(),
    doc: 'Mail server, such as `smtps://user:password@mail.example.com`. Default: the mailbox in the console.',
    secret: true,
  },
  GATEHOUSE_OPEN_MAILBOX: {
    shape: flag(false),
    doc: '`true` shows the mailbox to other machines, too: whoever reaches Gatehouse then reads all mails, with the codes and links in them.',
  },
  GATEHOUSE_MAIL_FROM: {
    shape: z.string().min(3).default('Gatehouse <no-reply@localhost>'),
    doc: 'Sender of mails.',
  },
  GATEHOUSE_MAIL_REPORTS_SECRET: {
    shape: z
      .string()
      .regex(/^\S{16,}$/, 'must be 16 characters or more, without spaces')
      .optional(),
    doc: 'Secret by which a mail server or provider tells later what became of mails, at `/api/v1/mail-reports`. Default: nothing is heard.',
    secret: true,
  },
  GATEHOUSE_MAILGUN_SIGNING_KEY: {
    shape: z.string().min(16).optional(),
    doc: 'Key by which webhooks of Mailgun are signed, at `/api/v1/mail-reports/mailgun`. Default: nothing is heard.',
    secret: true,
  },
  GATEHOUSE_KEEP_MAILS_DAYS: {
    shape: z.coerce.number().int().min(1).default(30),
    doc: 'How long mails are kept, sent or not, in days.',
  },
});
