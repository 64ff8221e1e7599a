import { z } from 'zod';
import { description, id, timestamp, title as anyTitle } from '../fields.js';
import { defaultLocale, locale } from '../language/locale.js';
import { route } from '../route.js';
import { category } from './categories.js';

export const templateName = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be lower-case words joined by dashes');

/** Names of values, each with a sample for previews and tests. */
export const templateVariables = z
  .record(
    z
      .string()
      .max(40)
      .regex(/^[a-z][a-zA-Z0-9]*$/, 'must be a name such as firstName'),
    z.string().max(500),
  )
  .refine((variables) => Object.keys(variables).length <= 30, 'must not be more than 30');

/** What a template says in one language: Handlebars with `{{variable}}` and `{{#if variable}}`. */
export const templateContent = z.object({
  subject: z.string().trim().min(1).max(200),
  html: z.string().min(1).max(50_000),
  text: z.string().min(1).max(20_000),
});
export type TemplateContent = z.output<typeof templateContent>;

const templateContents = z
  .record(locale, templateContent)
  .refine((contents) => defaultLocale in contents, `must have the language ${defaultLocale}`)
  .refine((contents) => Object.keys(contents).length <= 20, 'must not be more than 20 languages');

/** What people call it, where programs go by the name. */
const title = anyTitle.max(100);

export const template = z.object({
  name: templateName,
  title: z.string(),
  description: z.string(),
  category,
  variables: templateVariables,
  activeVersion: z.number().int(),
  /** Made by Gatehouse, and sent when something happens; others are sent by people. */
  isBuiltIn: z.boolean(),
  updatedAt: timestamp,
});
export type Template = z.output<typeof template>;

export const templateVersion = z.object({
  version: z.number().int(),
  createdAt: timestamp,
  /** Who made it; null for what came with Gatehouse. */
  createdBy: id.nullable(),
  createdByName: z.string().nullable(),
});
export type TemplateVersion = z.output<typeof templateVersion>;

const fullVersion = templateVersion.extend({
  title: z.string(),
  category,
  variables: templateVariables,
  contents: templateContents,
});
export type FullTemplateVersion = z.output<typeof fullVersion>;

/** Words of one language as they are being written, and values that the template is to have then. */
const draft = templateContent.extend({ variables: templateVariables.optional() });

/** A template by what people call it. */
export const templateTitle = template
  .pick({
    name: true,
    title: true,
    category: true,
    variables: true,
  })
  .extend({
    /** It may be sent by hand. */
    sendable: z.boolean(),
  });
export type TemplateTitle = z.output<typeof templateTitle>;

/** Of one language. */
export const renderedTemplate = templateContent;

const named = z.object({ name: templateName });
const versioned = named.extend({ version: z.coerce.number().int().min(1).max(1_000_000) });
const access = 'template:manage';
const rateLimit = 'api';

export const templateRoutes = {
  titles: route({
    name: 'templates.titles',
    method: 'GET',
    path: '/notifications/templates',
    summary: 'What the templates are called, and which of them can be sent by hand, by title',
    access: 'notification:read',
    rateLimit,
    status: 200,
    response: z.object({ data: z.array(templateTitle) }),
    errors: [],
  }),
  list: route({
    name: 'templates.list',
    method: 'GET',
    path: '/notification-templates',
    summary: 'Templates of notifications, by name',
    access,
    rateLimit,
    status: 200,
    response: z.object({ data: z.array(template) }),
    errors: [],
  }),
  create: route({
    name: 'templates.create',
    method: 'POST',
    path: '/notification-templates',
    summary: 'Make a template, with its first version',
    access,
    rateLimit,
    body: z.object({
      name: templateName,
      /** Default: the name, in words. */
      title: title.optional(),
      description,
      category,
      variables: templateVariables,
      contents: templateContents,
    }),
    status: 201,
    response: template,
    errors: ['template_name_taken'],
    idempotent: true,
  }),
  get: route({
    name: 'templates.get',
    method: 'GET',
    path: '/notification-templates/:name',
    summary: 'One template with its versions, latest first',
    access,
    rateLimit,
    params: named,
    status: 200,
    response: template.extend({ versions: z.array(templateVersion) }),
    errors: ['not_found'],
  }),
  version: route({
    name: 'templates.version',
    method: 'GET',
    path: '/notification-templates/:name/versions/:version',
    summary: 'What a version says, in each of its languages',
    access,
    rateLimit,
    params: versioned,
    status: 200,
    response: fullVersion,
    errors: ['not_found'],
  }),
  addVersion: route({
    name: 'templates.addVersion',
    method: 'POST',
    path: '/notification-templates/:name/versions',
    summary: 'Make a new version; versions never change',
    access,
    recentProof: true,
    rateLimit,
    params: named,
    /** What is left out stays; of those of Gatehouse's own only the words change. */
    body: z.object({
      contents: templateContents,
      title: title.optional(),
      category: category.optional(),
      variables: templateVariables.optional(),
      activate: z.boolean().default(true),
    }),
    status: 201,
    response: fullVersion,
    errors: ['not_found'],
    idempotent: true,
  }),
  activate: route({
    name: 'templates.activate',
    method: 'POST',
    path: '/notification-templates/:name/versions/:version/activate',
    summary: 'Use a version from now on, be it a newer or an older one',
    access,
    rateLimit,
    params: versioned,
    status: 200,
    response: template,
    errors: ['not_found'],
  }),
  remove: route({
    name: 'templates.remove',
    method: 'DELETE',
    path: '/notification-templates/:name',
    summary: 'Delete a template that people made; one of Gatehouse’s own gets its own words back',
    access,
    recentProof: true,
    rateLimit,
    params: named,
    status: 204,
    errors: ['not_found', 'conflict'],
  }),
  preview: route({
    name: 'templates.preview',
    method: 'POST',
    path: '/notification-templates/:name/preview',
    summary: 'Show what would be sent, with sample values',
    access,
    rateLimit,
    params: named,
    body: draft,
    status: 200,
    response: renderedTemplate,
    errors: ['not_found'],
  }),
  test: route({
    name: 'templates.test',
    method: 'POST',
    path: '/notification-templates/:name/test',
    summary: 'Send it by mail to myself, with sample values',
    access,
    rateLimit,
    params: named,
    body: draft,
    status: 202,
    errors: ['not_found'],
    idempotent: true,
  }),
};
