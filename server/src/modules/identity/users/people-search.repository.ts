import { ilike, type SQL, sql } from 'drizzle-orm';
import { containing } from '../../../platform/database/primitives.js';
import { users } from './users.table.js';

/** The expression of idx_users_search. */
const text = sql`(${users.email} || ' ' || coalesce(${users.username}, '') || ' ' || ${users.firstName} || ' ' || ${users.lastName} || ${users}.further_emails)`;

/** Whether a text is part of somebody's name, username or any e-mail address. */
export const isCalled = (search: string): SQL => ilike(text, containing(search));
