import { z } from 'zod';
import { id, timestamp } from '../fields.js';
import { platformRoles, roles } from '../permissions.js';
import { attributeValues } from './profiles/attributes.js';
import { customRole } from './roles.js';

/** A person as the person itself, or an administrator of its organization, sees them. */
export const user = z.object({
  id,
  email: z.string(),
  username: z.string().nullable(),
  firstName: z.string(),
  lastName: z.string(),
  /** What the person, or whoever looks after the account, says that they do. */
  jobTitle: z.string().nullable(),
  /** E.164 number to call; confirmed by nobody. */
  phone: z.string().nullable(),
  /** Path on this installation; another picture has another one. */
  pictureUrl: z.string().nullable(),
  emailVerified: z.boolean(),
  isActive: z.boolean(),
  isPrimaryAdmin: z.boolean(),
  /** A program: nobody signs in to it, and its address is nobody's. */
  isServiceAccount: z.boolean(),
  platformRole: z.enum(platformRoles).nullable(),
  twoFactorEnabled: z.boolean(),
  /** Organization and role of the present session or, in a list, of the listed membership. */
  organizationId: id.nullable(),
  role: z.enum(roles).nullable(),
  /** The custom role, whose rank `role` is then. */
  customRole: customRole.nullable(),
  createdAt: timestamp,
  updatedAt: timestamp,
});

export type User = z.output<typeof user>;

/** A person as somebody of an organization that they belong to sees them. */
export const member = user.extend({
  /** The organization has a say in the account itself, and not in the membership alone. */
  ownedByOrganization: z.boolean(),
  /** What the organization knows of them, by the keys of its attributes. */
  attributes: attributeValues,
});
export type Member = z.output<typeof member>;
