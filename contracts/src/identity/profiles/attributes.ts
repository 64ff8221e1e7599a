import { z } from 'zod';
import { description, id, title } from '../../fields.js';
import { route } from '../../route.js';

/** Attributes that an organization can define. */
export const mostAttributes = 30;
/** Characters of JSON that programs can keep of one person. */
export const largestMetadata = 8192;

export const attributeKinds = ['text', 'number', 'boolean', 'date', 'choice'] as const;

/** Name of an attribute in the API, such as `costCentre`. */
export const attributeKey = z
  .string()
  .regex(
    /^[a-z][A-Za-z0-9_]{0,39}$/,
    'must begin with a small letter and be of letters, digits and underscores',
  );

/** What an organization wants to know of its people. */
export const attributeDefinition = z
  .object({
    key: attributeKey,
    /** As people read it. */
    name: title,
    kind: z.enum(attributeKinds),
    /** Of the kind `choice`: what may be chosen. */
    choices: z.array(title).max(50).default([]),
    /** Whoever changes attributes that they may edit leaves none of these empty, and an import brings them. */
    required: z.boolean().default(false),
    /** Who may change it: administrators always, the person too or not. */
    editableBy: z.enum(['person', 'administrators']).default('administrators'),
  })
  .refine(({ kind, choices }) => (kind === 'choice') === choices.length > 0, {
    path: ['choices'],
    message: 'are for the kind `choice`, which needs some',
  });
export type AttributeDefinition = z.output<typeof attributeDefinition>;

const definitions = z.object({
  attributes: z
    .array(attributeDefinition)
    .max(mostAttributes)
    .refine((list) => new Set(list.map(({ key }) => key)).size === list.length, {
      message: 'must have each key once',
    }),
});

/** Text, also of a date (`2026-01-31`) and of a choice; a number, or yes and no. */
export const attributeValue = z.union([description.min(1), z.number(), z.boolean()]);
export type AttributeValue = z.output<typeof attributeValue>;

/** What is known of a person, by the keys of the definitions. */
export const attributeValues = z.record(z.string(), attributeValue);
export type AttributeValues = z.output<typeof attributeValues>;

/** What is to change; null takes a value away, and what is not named stays. */
export const attributeChange = z
  .record(attributeKey, attributeValue.nullable())
  .refine((change) => Object.keys(change).length <= mostAttributes, {
    message: `must not name more than ${mostAttributes}`,
  });
export type AttributeChange = z.output<typeof attributeChange>;

/** Whatever programs keep of a person. The person sees what stands under `public`. */
export const metadata = z
  .record(z.string().max(100), z.unknown())
  .refine((value) => JSON.stringify(value).length <= largestMetadata, {
    message: `must not be larger than ${largestMetadata} characters of JSON`,
  });

const byId = z.object({ id });

export const attributeRoutes = {
  list: route({
    name: 'attributes.list',
    method: 'GET',
    path: '/organizations/current/attributes',
    summary: 'What the organization wants to know of its people',
    access: 'signed_in',
    rateLimit: 'api',
    status: 200,
    response: definitions,
    errors: ['forbidden'],
  }),
  replace: route({
    name: 'attributes.replace',
    method: 'PUT',
    path: '/organizations/current/attributes',
    summary:
      'Replace the definitions of attributes; values of those left out are forgotten, and none changes its kind',
    access: 'organization:update',
    rateLimit: 'api',
    body: definitions,
    status: 200,
    response: definitions,
    errors: ['precondition_failed', 'conflict'],
  }),
  getMetadata: route({
    name: 'attributes.getMetadata',
    method: 'GET',
    path: '/users/:id/metadata',
    summary: 'What programs keep of a person',
    access: 'user:update',
    rateLimit: 'api',
    params: byId,
    status: 200,
    response: metadata,
    errors: ['not_found', 'forbidden'],
  }),
  replaceMetadata: route({
    name: 'attributes.replaceMetadata',
    method: 'PUT',
    path: '/users/:id/metadata',
    summary:
      'Replace what programs keep of a person: a JSON object of up to 8192 characters; the person sees what stands under `public`',
    access: 'user:update',
    rateLimit: 'api',
    params: byId,
    body: metadata,
    status: 200,
    response: metadata,
    errors: ['not_found', 'forbidden'],
  }),
};
