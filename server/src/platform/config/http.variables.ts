import { z } from 'zod';
import { flag, list, variables } from './variables.js';

/** A limit such as `5/min+3`: calls a minute and the burst on top (C20). */
export const rate = z
  .string()
  .regex(/^\d+\/min(\+\d+)?$/, 'must look like 5/min+3')
  .transform((value) => {
    const [, perMinute, burst] = /^(\d+)\/min(?:\+(\d+))?$/.exec(value) ?? [];
    return { perMinute: Number(perMinute), burst: Number(burst ?? 0) };
  });
export type Rate = z.output<typeof rate>;

export const httpVariables = variables({
  NODE_ENV: {
    shape: z.enum(['production', 'development', 'test']).default('development'),
    doc: '`production` refuses unsafe defaults and switches the mailbox off.',
  },
  HOST: { shape: z.string().default('127.0.0.1'), doc: 'Address to listen on.' },
  PORT: {
    shape: z.coerce.number().int().min(0).max(65_535).optional(),
    doc: 'Port to listen on. Default: 3000; 3003 of the `notifications` app, 3005 of a `worker`.',
  },
  PUBLIC_URL: {
    shape: z.url().optional(),
    doc: 'Address that people reach Gatehouse at; links in mails begin with it. Default: `http://localhost:PORT`.',
  },
  GATEHOUSE_TRUSTED_PROXIES: {
    shape: list,
    doc: 'Addresses or CIDR ranges of proxies whose `X-Forwarded-For` is believed, separated by commas. Default: none.',
  },
  GATEHOUSE_CORS_ORIGINS: {
    shape: list,
    doc: 'Origins of other web applications that may call the API, separated by commas. Default: none.',
  },
  GATEHOUSE_BODY_LIMIT: {
    shape: z.coerce.number().int().min(1024).default(65_536),
    doc: 'Largest JSON body, in bytes.',
  },
  GATEHOUSE_REQUEST_SECONDS: {
    shape: z.coerce.number().int().min(1).default(30),
    doc: 'Seconds in which all of a request must have arrived, unless it is an upload.',
  },
  GATEHOUSE_UPLOAD_STALL_SECONDS: {
    shape: z.coerce.number().int().min(1).default(15),
    doc: 'Seconds after which an upload is cut off that brought less than a kilobyte for each of them.',
  },
  GATEHOUSE_RATE_API: {
    shape: rate.prefault('100/min+20'),
    doc: 'Limit of ordinary calls, per address and per user.',
  },
  GATEHOUSE_RATE_LOGIN: {
    shape: rate.prefault('5/min+3'),
    doc: 'Limit of sign-in calls, per address.',
  },
  GATEHOUSE_RATE_2FA: {
    shape: rate.prefault('1/min+1'),
    doc: 'Limit of failed second factors, per address and per person.',
  },
  GATEHOUSE_KEY_REQUESTS_PER_MINUTE: {
    shape: z.coerce.number().int().min(1).default(600),
    doc: 'Most calls a minute that an API key may be given by whoever makes it. A key that is given none has `GATEHOUSE_RATE_API`.',
  },
  GATEHOUSE_RATE_LIMITS: {
    shape: flag(true),
    doc: '`false` switches the three limits off, for load tests; then nobody is suspicious, either (`GATEHOUSE_CHALLENGE`).',
  },
  METRICS_TOKEN: {
    shape: z.string().min(16).optional(),
    doc: 'Bearer token that opens `/metrics` to others than loopback.',
    secret: true,
  },
  GATEHOUSE_PRODUCT_NAME: {
    shape: z
      .string()
      .trim()
      .regex(/^[^\p{C}<>"&]{1,40}$/u, 'must be 1 to 40 characters, without < > " &')
      .default('Gatehouse'),
    doc: 'What people know the product as: on pages, in mails and text messages, in their authenticator app.',
  },
  GATEHOUSE_LOGO_FILE: {
    shape: z.string().optional(),
    doc: 'Picture of the product, square: a file of SVG, PNG or WebP of at most 256 KB. Default: the gate.',
  },
});
