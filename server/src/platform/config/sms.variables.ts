import { z } from 'zod';
import { flag, list, variables } from './variables.js';

const perHour = z.coerce.number().int().min(1);

export const smsVariables = variables({
  TWILIO_ACCOUNT_SID: {
    shape: z.string().min(1).optional(),
    doc: 'Account that sends text messages. Default: the mailbox in the console.',
  },
  TWILIO_AUTH_TOKEN: {
    shape: z.string().min(1).optional(),
    doc: 'Password of that account.',
    secret: true,
  },
  TWILIO_FROM: {
    shape: z.string().min(1).optional(),
    doc: 'Number or name that text messages come from.',
  },
  TWILIO_MESSAGING_SERVICE_SID: {
    shape: z
      .string()
      .regex(/^MG[0-9a-f]{32}$/i, 'must be `MG` and 32 hexadecimal digits')
      .optional(),
    doc: 'Messaging service that chooses the sender, instead of `TWILIO_FROM`.',
  },
  TWILIO_BASE_URL: {
    shape: z.url({ protocol: /^https?$/ }).default('https://api.twilio.com'),
    doc: "Address of Twilio's API, or of one that speaks as it does.",
  },
  GATEHOUSE_SMS_CODES: {
    shape: flag(true),
    doc: '`false` switches codes by SMS off as a second factor.',
  },
  GATEHOUSE_SMS_COUNTRIES: {
    shape: list.pipe(z.array(z.string().regex(/^[A-Z]{2}$/, 'must be codes such as DE,AT,CH'))),
    doc: 'Countries whose numbers people may give for codes by SMS, by their codes of ISO 3166-1, separated by commas. Default: all.',
  },
  GATEHOUSE_SMS_PER_NUMBER: {
    shape: perHour.default(5),
    doc: 'Most text messages to one number in an hour; as many again while nobody has confirmed it, and of notifications, which wait for the next hour.',
  },
  GATEHOUSE_SMS_PER_COUNTRY: {
    shape: perHour.default(1_000),
    doc: 'Most text messages to the numbers of one country in an hour, and as many again to those that nobody has confirmed, and of notifications, which wait for the next hour: expensive destinations are what SMS fraud lives on. The default lets an office of a thousand people sign in at the beginning of a day.',
  },
});
