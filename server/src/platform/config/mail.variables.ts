import { z } from 'zod';
import { variables } from './variables.js';

export const mailVariables = variables({
  SMTP_URL: {
    shape: z.url({ protocol: /^smtps?$/ }).optional(),
    doc: 'Mail server, such as `smtps://user:password@mail.example.com`. Default: the mailbox in the console.',
    secret: true,
  },
  GATEHOUSE_MAIL_FROM: {
    shape: z.string().min(3).default('Gatehouse <no-reply@localhost>'),
    doc: 'Sender of mails.',
  },
  GATEHOUSE_KEEP_MAILS_DAYS: {
    shape: z.coerce.number().int().min(1).default(30),
    doc: 'How long mails are kept, sent or not, in days.',
  },
});
