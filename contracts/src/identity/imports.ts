import { z } from 'zod';
import { email, id, personName, timestamp, title, username } from '../fields.js';
import { csvType, jsonLinesType, jsonType } from '../media-types.js';
import { pageOf, pageQuery } from '../page.js';
import { roles } from '../permissions.js';
import { route } from '../route.js';

/** `true` and `false` as a column of CSV has them. */
const yesOrNo = z.union([z.boolean(), z.stringbool()]);

/** One line of an import. Columns that are not listed here are left out of account. */
export const importRow = z.object({
  email,
  firstName: personName,
  lastName: personName,
  role: z.enum(roles).default('EMPLOYEE'),
  username: username.optional(),
  /** Argon2, bcrypt, scrypt or PBKDF2; from the platform's staff alone. */
  passwordHash: z.string().optional(),
  /** Believed of the platform's staff alone. */
  emailVerified: yesOrNo.default(false),
  /** Names of groups that there are; in CSV with semicolons between them. */
  groups: z
    .union([z.array(z.string()), z.string().transform((names) => names.split(';'))])
    .pipe(z.array(title.max(100)).max(10))
    .optional(),
});
export type ImportRow = z.output<typeof importRow>;

export const importOutcomes = ['waiting', 'created', 'would_create', 'refused'] as const;

/** How far an import has come. */
export const userImport = z.object({
  id,
  state: z.enum(['receiving', 'running', 'finished']),
  dryRun: z.boolean(),
  /** Lines in all. */
  total: z.number().int(),
  /** Lines that are done with: accepted or refused. */
  done: z.number().int(),
  accepted: z.number().int(),
  refused: z.number().int(),
  createdAt: timestamp,
  finishedAt: timestamp.nullable(),
});
export type UserImport = z.output<typeof userImport>;

/** What became of a line. */
export const importLine = z.object({
  /** Of a JSON array: which element, from 1 on. */
  line: z.number().int(),
  email: z.string().nullable(),
  outcome: z.enum(importOutcomes),
  /** Why it was refused. */
  message: z.string().nullable(),
});
export type ImportLine = z.output<typeof importLine>;

const byId = z.object({ id });
const flag = z.enum(['true', 'false']).default('false');

export const importRoutes = {
  create: route({
    name: 'imports.create',
    method: 'POST',
    path: '/users/import',
    summary:
      'Add many people of lower roles, from CSV, JSON lines or one JSON array: email, firstName, lastName, role, username, passwordHash, emailVerified, groups',
    access: 'user:create',
    rateLimit: 'api',
    recentProof: 'people',
    upload: [csvType, jsonLinesType, jsonType],
    query: z.object({
      /** Only say what would happen. */
      dryRun: flag,
      /** Send a mail to choose a password to everybody who brings none. */
      invite: flag,
    }),
    status: 202,
    response: userImport,
    errors: ['payload_too_large', 'unsupported_media_type'],
    idempotent: true,
  }),
  get: route({
    name: 'imports.get',
    method: 'GET',
    path: '/users/imports/:id',
    summary: 'How far an import has come',
    access: 'user:create',
    rateLimit: 'api',
    params: byId,
    status: 200,
    response: userImport,
    errors: ['not_found'],
  }),
  lines: route({
    name: 'imports.lines',
    method: 'GET',
    path: '/users/imports/:id/lines',
    summary: 'What became of each line of an import, kept for a week',
    access: 'user:create',
    rateLimit: 'api',
    params: byId,
    query: pageQuery.extend({ outcome: z.enum(importOutcomes).optional() }),
    status: 200,
    response: pageOf(importLine),
    errors: ['not_found'],
  }),
  export: route({
    name: 'imports.export',
    method: 'GET',
    path: '/users/export',
    summary: 'Everybody of the organization, as CSV or JSON lines',
    access: 'user:read',
    rateLimit: 'api',
    recentProof: 'people',
    query: z.object({ format: z.enum(['csv', 'jsonl']).default('csv') }),
    download: [csvType, jsonLinesType],
    status: 200,
    errors: [],
  }),
};
