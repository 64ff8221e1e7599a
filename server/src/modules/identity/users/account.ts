import type { Member as SeenMember, User } from '@gatehouse/contracts/identity/user';
import type { AttributeValues } from '@gatehouse/contracts/identity/profiles/attributes';
import type { Entitlement, Role } from '@gatehouse/contracts/permissions';
import { apiBase } from '@gatehouse/contracts/route';
import type { UserRow } from './users.table.js';

/** A user with the membership it is looked at through, and whether a second factor is on. */
export interface Account
  extends
    Omit<UserRow, 'passwordHash' | 'passwordSetAt' | 'emailKey' | 'usernameKey' | 'deletedAt'>,
    Entitlement {
  readonly organizationId: string | null;
  readonly twoFactorEnabled: boolean;
  /** One is on that the organization accepts from the role. */
  readonly acceptedFactorEnabled: boolean;
}

/** An account as it is looked at through a membership. */
export interface SeenAccount extends Account {
  /** The organization has a say in the account itself. */
  readonly ownedByOrganization: boolean;
  /** What the organization knows of the person. */
  readonly attributes: AttributeValues;
}

/** Somebody who belongs to an organization. */
export interface Member extends SeenAccount {
  readonly organizationId: string;
  readonly role: Role;
}

/** Where the picture of an account is. */
export const pictureUrlOf = ({ pictureId }: Pick<UserRow, 'pictureId'>): string | null =>
  pictureId === null ? null : `${apiBase}/pictures/${pictureId}`;

/** What the API shows of an account. */
export const toUser = (account: Account): User => ({
  id: account.id,
  email: account.email,
  username: account.username,
  firstName: account.firstName,
  lastName: account.lastName,
  jobTitle: account.jobTitle,
  phone: account.phone,
  pictureUrl: pictureUrlOf(account),
  emailVerified: account.emailVerifiedAt !== null,
  isActive: account.isActive,
  isPrimaryAdmin: account.isPrimaryAdmin,
  isServiceAccount: account.isServiceAccount,
  platformRole: account.platformRole,
  twoFactorEnabled: account.twoFactorEnabled,
  organizationId: account.organizationId,
  role: account.role,
  customRole: account.customRole,
  createdAt: account.createdAt.toISOString(),
  updatedAt: account.updatedAt.toISOString(),
});

/** What the API shows of a member to others of the organization. */
export const toMember = (account: SeenAccount): SeenMember => ({
  ...toUser(account),
  ownedByOrganization: account.ownedByOrganization,
  attributes: account.attributes,
});

/** What decides whether an account can be signed in to. */
export type Signing = Pick<Account, 'isActive' | 'emailVerifiedAt' | 'resetRequiredAt'>;

/** Whether an account can be signed in to at all: it is open, confirmed, and waits for no reset. */
export const maySignIn = (account: Signing): boolean =>
  account.isActive && account.emailVerifiedAt !== null && account.resetRequiredAt === null;
