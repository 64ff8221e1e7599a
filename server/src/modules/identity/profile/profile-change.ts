import type { AttributeChange } from '@gatehouse/contracts/identity/profiles/attributes';
import { accountKey } from '../users/account-key.js';

/** What may be changed of what an account says of its person; what is left out stays. */
export interface ProfileChange {
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly username?: string | null | undefined;
  readonly jobTitle?: string | null | undefined;
  readonly phone?: string | null | undefined;
  /** Of the organization's own. */
  readonly attributes?: AttributeChange | undefined;
}

/** The columns that a change sets. */
export const columnsOf = ({
  attributes: _values,
  ...columns
}: ProfileChange): Omit<ProfileChange, 'attributes'> & { usernameKey?: string | null } => {
  const { username } = columns;
  if (username === undefined) return columns;
  return { ...columns, usernameKey: username === null ? null : accountKey(username) };
};

/**
 * Names of what a change changes, each attribute by its own.
 * @param former what the account said before: a username that stays is no change, of which somebody is told.
 */
export const fieldsOf = (
  { attributes = {}, ...profile }: ProfileChange,
  former: { readonly username: string | null },
): string[] => [
  ...Object.keys(profile).filter(
    (field) => field !== 'username' || profile.username !== former.username,
  ),
  ...Object.keys(attributes).map((key) => `attributes.${key}`),
];
