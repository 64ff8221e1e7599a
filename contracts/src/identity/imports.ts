import { z } from 'zod';
import { email, id, personName, timestamp, title, username } from '../fields.js';
import { csvType, jsonLinesType, jsonType } from '../media-types.js';
import { pageOf, pageQuery } from '../page.js';
import { route } from '../route.js';
import { attributeValues } from './profiles/attributes.js';
import { peopleFilter } from './users.js';

/** `true` and `false` as a column of CSV has them. */
const yesOrNo = z.union([z.boolean(), z.stringbool()]);

/** One line of an import. Columns that are not listed here are left out of account. */
export const importRow = z.object({
  email,
  firstName: personName,
  lastName: personName,
  /** Built-in or custom, by its name; without it, newcomers are EMPLOYEE and members stay what they are. */
  role: z.string().trim().min(1).max(100).optional(),
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
  /** Of the organization's own; in CSV each is a column, such as `attributes.team`. */
  attributes: attributeValues.default({}),
});
export type ImportRow = z.output<typeof importRow>;

/** What becomes of people who are there already; each wish includes the ones before it. */
export const existingWishes = {
  skip: 'Members stay as they are',
  update: 'Members get the names, role, attributes and groups of their line',
  add: 'People with an account elsewhere are invited',
} as const;
export type ExistingWish = keyof typeof existingWishes;

export const importOutcomes = [
  'waiting',
  'created',
  'updated',
  'invited',
  'would_create',
  'would_update',
  'would_invite',
  'unchanged',
  'refused',
  'cancelled',
] as const;
export type ImportOutcome = (typeof importOutcomes)[number];

const wish = z.enum(Object.keys(existingWishes) as [ExistingWish, ...ExistingWish[]]);
const count = z.number().int();

/** The name is null where the person is no longer there. */
const importer = z.object({ id, name: z.string().nullable() });

/** How far an import has come. */
export const userImport = z.object({
  id,
  state: z.enum(['receiving', 'running', 'finished', 'cancelled', 'failed']),
  /** Why it was given up; null where it was not. */
  failure: z.string().nullable(),
  dryRun: z.boolean(),
  onExisting: wish,
  /** Lines in all. */
  total: count,
  /** Lines that are done with: accepted, unchanged or refused. */
  done: count,
  /** Lines that came to something: created, updated or invited. */
  accepted: count,
  created: count,
  updated: count,
  invited: count,
  /** Lines of people who are already what the line says, or are left as they are. */
  unchanged: count,
  refused: count,
  /** Who began it. */
  createdBy: importer,
  /** Who had it go on last after it was given up: its lines are done in their name. Null where nobody did. */
  retriedBy: importer.nullable(),
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
  /** Why it was refused, or what was left as it is. */
  message: z.string().nullable(),
});
export type ImportLine = z.output<typeof importLine>;

export const exportFormats = ['csv', 'jsonl', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

const byId = z.object({ id });
const own = { access: 'user:create', rateLimit: 'api', status: 200 } as const;
const flag = z.enum(['true', 'false']).default('false');

export const importRoutes = {
  create: route({
    name: 'imports.create',
    method: 'POST',
    path: '/users/import',
    summary:
      'Add many people of lower roles, from CSV, JSON lines or one JSON array: email, firstName, lastName, role, username, passwordHash, emailVerified, groups, attributes',
    access: 'user:create',
    rateLimit: 'api',
    recentProof: 'people',
    upload: [csvType, jsonLinesType, jsonType],
    query: z.object({
      /** Only say what would happen. */
      dryRun: flag,
      /** Send a mail to choose a password to everybody who brings none. */
      invite: flag,
      onExisting: wish.default('skip'),
    }),
    status: 202,
    response: userImport,
    errors: ['payload_too_large', 'unsupported_media_type'],
    idempotent: true,
  }),
  list: route({
    ...own,
    name: 'imports.list',
    method: 'GET',
    path: '/users/imports',
    summary: 'Imports of the last 30 days, latest first',
    query: pageQuery,
    response: pageOf(userImport),
    errors: [],
  }),
  cancel: route({
    ...own,
    name: 'imports.cancel',
    method: 'POST',
    path: '/users/imports/:id/cancel',
    summary: 'Stop an import; what is done stays done',
    params: byId,
    response: userImport,
    errors: ['not_found', 'conflict'],
  }),
  retry: route({
    ...own,
    name: 'imports.retry',
    method: 'POST',
    path: '/users/imports/:id/retry',
    summary:
      'Go on with an import that was given up, where it stopped; whoever may do what its other lines say',
    recentProof: 'people',
    params: byId,
    response: userImport,
    errors: ['not_found', 'forbidden', 'conflict'],
  }),
  get: route({
    ...own,
    name: 'imports.get',
    method: 'GET',
    path: '/users/imports/:id',
    summary: 'How far an import has come',
    params: byId,
    response: userImport,
    errors: ['not_found'],
  }),
  lines: route({
    ...own,
    name: 'imports.lines',
    method: 'GET',
    path: '/users/imports/:id/lines',
    summary: 'What became of each line of an import, kept for 30 days',
    params: byId,
    query: pageQuery.extend({ outcome: z.enum(importOutcomes).optional() }),
    response: pageOf(importLine),
    errors: ['not_found'],
  }),
  export: route({
    name: 'imports.export',
    method: 'GET',
    path: '/users/export',
    summary: 'The people of the organization, as CSV, JSON lines or one JSON array',
    access: 'user:read',
    rateLimit: 'api',
    recentProof: 'people',
    query: z.object({ ...peopleFilter, format: z.enum(exportFormats).default('csv') }),
    download: [csvType, jsonLinesType, jsonType],
    status: 200,
    errors: [],
  }),
};
