import { z } from 'zod';
import { id } from '../fields.js';
import { roleKey } from '../identity/roles.js';

/** Most people that one request may name; roles, groups and everybody may be any number of people. */
export const mostRecipients = 100;
/** Most roles, and most groups, that one request may name. */
const mostSets = 50;

/** Who of the organization is meant: each once, though in several ways. */
export const recipients = z
  .object({
    /** These people. */
    recipients: z.array(id).max(mostRecipients).default([]),
    /** Whoever has one of these roles: a built-in one by its name, a custom one by its id. */
    roles: z.array(roleKey).max(mostSets).default([]),
    /** Whoever is in one of these groups. */
    groups: z.array(id).max(mostSets).default([]),
    /** Everybody of the organization. */
    everybody: z.boolean().default(false),
  })
  .refine(
    (wish) => wish.everybody || wish.recipients.length + wish.roles.length + wish.groups.length > 0,
    { path: ['recipients'], message: 'must name somebody, or roles, groups or everybody' },
  );
export type RecipientsWish = z.output<typeof recipients>;
