import { newId } from '../../../kernel/id.js';
import { accountKey } from './account-key.js';
import type { UserRow } from './users.table.js';

type Given = Pick<UserRow, 'email' | 'firstName' | 'lastName'> & Partial<UserRow>;

/** The row of a new account; what is not given is off. */
export const newUser = (given: Given, now: Date): UserRow => ({
  id: newId(),
  emailKey: accountKey(given.email),
  username: null,
  usernameKey: given.username ? accountKey(given.username) : null,
  passwordHash: null,
  passwordSetAt: given.passwordHash ? now : null,
  jobTitle: null,
  phone: null,
  pictureId: null,
  emailVerifiedAt: null,
  isActive: true,
  closedByStaff: false,
  isPrimaryAdmin: false,
  isServiceAccount: false,
  platformRole: null,
  createdAt: now,
  updatedAt: now,
  deletedAt: null,
  resetRequiredAt: null,
  factorChanges: 0,
  locale: null,
  ...given,
});
