import { ilike, or, type SQL, sql } from 'drizzle-orm';
import { accountKey } from './account-key.js';
import { users } from './users.table.js';

/** The expression of idx_users_search. */
const text = sql`(${users.email} || ' ' || coalesce(${users.username}, '') || ' ' || ${users.firstName} || ' ' || ${users.lastName})`;

/** Whether this is the whole of a confirmed address of somebody: one look at an index. */
const isReachedBy = (email: string): SQL =>
  sql`${users.id} = (SELECT user_id FROM identity.email_addresses
    WHERE email_key = ${accountKey(email)} AND removed_at IS NULL)`;

/**
 * Whether a text is part of somebody's name, username or primary e-mail address, or the whole of
 * another address of theirs.
 */
export function isCalled(search: string): SQL | undefined {
  const part = ilike(text, `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`);
  return search.includes('@') ? or(part, isReachedBy(search)) : part;
}
