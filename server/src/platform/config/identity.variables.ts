import { z } from 'zod';
import { flag, variables } from './variables.js';

const positive = z.coerce.number().int().min(1);

export const identityVariables = variables({
  GATEHOUSE_ADMIN_EMAIL: {
    shape: z.email().optional(),
    doc: 'With `GATEHOUSE_ADMIN_PASSWORD`: the first owner, created on an empty database instead of the set-up link.',
  },
  GATEHOUSE_ADMIN_PASSWORD: {
    shape: z.string().optional(),
    doc: 'Password of the first owner.',
    secret: true,
  },
  GATEHOUSE_REGISTRATION: {
    shape: flag(true),
    doc: '`false` switches registration off.',
  },
  GATEHOUSE_MAGIC_LINK: {
    shape: flag(false),
    doc: '`true` lets people sign in by a link or a code in a mail; a second factor is still asked for.',
  },
  GATEHOUSE_ARGON2_MEMORY_KIB: {
    shape: positive.min(8192).default(19_456),
    doc: 'Argon2id memory, in KiB.',
  },
  GATEHOUSE_ARGON2_ITERATIONS: { shape: positive.default(2), doc: 'Argon2id iterations.' },
  GATEHOUSE_ARGON2_PARALLELISM: { shape: positive.default(1), doc: 'Argon2id lanes.' },
  GATEHOUSE_PASSWORD_MIN_LENGTH: {
    shape: positive.min(8).default(15),
    doc: 'Least length of a password that is the only factor.',
  },
  GATEHOUSE_PASSWORD_MIN_LENGTH_2FA: {
    shape: positive.min(8).default(8),
    doc: 'Least length of a password where a second factor is on or required.',
  },
  GATEHOUSE_PASSWORD_MIN_SCORE: {
    shape: z.coerce.number().int().min(0).max(4).default(2),
    doc: 'Least strength of a password as zxcvbn counts it: 0 (anything) to 4 (out of reach of any guessing).',
  },
  GATEHOUSE_BREACH_LIST: {
    shape: z.string().min(1).optional(),
    doc: 'File of breached passwords, made by `gatehouse breach-list`, which nobody may choose. Default: none.',
  },
  GATEHOUSE_BREACH_SERVICE_URL: {
    shape: z.url({ protocol: /^https?$/ }).optional(),
    doc: 'Range service that knows breached passwords, such as `https://api.pwnedpasswords.com/range`; it learns five digits of a hash. While it does not answer, passwords are taken without it. Default: none.',
  },
  GATEHOUSE_ERASURE_GRACE_DAYS: {
    shape: z.coerce.number().min(0).max(90).default(14),
    doc: 'Days between the request to erase an account and the erasure, in which its owner may think better of it.',
  },
  GATEHOUSE_IMPORT_LIMIT: {
    shape: positive.default(134_217_728),
    doc: 'Largest file of people to import, in bytes.',
  },
  GATEHOUSE_KEYS_PER_OWNER: {
    shape: positive.default(100),
    doc: 'Most API keys that a person or a service account has at once, in all organizations; ended ones do not count.',
  },
  GATEHOUSE_ORGANIZATIONS_PER_FOUNDER: {
    shape: positive.default(50),
    doc: 'Most organizations that a person founds; closed ones count until they are erased. Operators found any number.',
  },
  GATEHOUSE_STRANGER_MAILS_PER_DAY: {
    shape: positive.default(500),
    doc: 'Most mails in a day to people whom an organization invites, adds or imports, counted for the organization and for whoever does it.',
  },
  GATEHOUSE_TAKEN_ANSWERS_PER_DAY: {
    shape: positive.default(100),
    doc: 'Most answers in a day that an address which an organization adds or imports has an account elsewhere, counted for the organization and for whoever asks; after that nobody is added until the next day.',
  },
  GATEHOUSE_ACCESS_TOKEN_MINUTES: {
    shape: positive.max(60).default(15),
    doc: 'Life of an access token, in minutes.',
  },
  GATEHOUSE_STEP_UP_MINUTES: {
    shape: positive.max(60).default(5),
    doc: 'How old the last proof of identity may be for a sensitive change, in minutes.',
  },
  GATEHOUSE_SESSION_DAYS: { shape: positive.default(7), doc: 'Life of a session, in days.' },
  GATEHOUSE_REFRESH_GRACE_SECONDS: {
    shape: z.coerce.number().int().min(0).max(120).default(10),
    doc: 'How long the refresh token before the present one still answers with the same pair, in seconds.',
  },
  GATEHOUSE_EMAIL_CODES: {
    shape: flag(true),
    doc: '`false` switches codes by mail off as a second factor.',
  },
  GATEHOUSE_LOCKOUT_FAILURES: {
    shape: positive.default(5),
    doc: 'Consecutive failures after which an account has to wait.',
  },
  GATEHOUSE_LOCKOUT_SECONDS: {
    shape: positive.default(30),
    doc: 'First wait, in seconds; it doubles with every further failure.',
  },
  GATEHOUSE_LOCKOUT_MAX_SECONDS: {
    shape: positive.default(900),
    doc: 'Longest wait, in seconds.',
  },
  GATEHOUSE_ERASURE_EVERY_SECONDS: {
    shape: positive.max(86_400).default(60),
    doc: 'How often accounts whose day has come are erased, in seconds.',
  },
  GATEHOUSE_KEEP_SESSIONS_DAYS: {
    shape: positive.default(90),
    doc: 'How long ended sessions are kept, in days: they tell which addresses a person is known at.',
  },
  GATEHOUSE_KEEP_ONE_TIME_DAYS: {
    shape: positive.default(1),
    doc: 'How long used and expired links, challenges, registrations, delays, refresh tokens and retired signing keys are kept, in days.',
  },
});
