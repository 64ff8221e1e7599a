import { Injectable } from '@nestjs/common';
import { eq, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../../platform/database/database.js';
import { users } from '../../users/users.table.js';

/** Tables whose rows of a person stay, without what they say of them. */
const kept = ['users', 'erasures', 'imports'];
/** Tables whose rows go with others by a foreign key: to look for a person's would read all of them. */
const cascading = ['refresh_tokens'];

interface Found {
  readonly [column: string]: unknown;
  readonly table: string;
  readonly column: string;
}

/** Rows of one statement, which holds a core for a millisecond or two. */
const sessionsAtOnce = 100;

/** Everything that identity keeps of a person, wherever it stands. */
@Injectable()
export class PersonalDataRepository {
  /**
   * Addresses, usernames and confirmed numbers that a person has or had here, also of a deleted
   * account. What was typed and never confirmed may be anybody's, and what another account has by
   * now is theirs: neither reaches rows that are not the person's by their id.
   */
  async listNames(tx: Queryable, userId: string): Promise<string[]> {
    const { rows } = await tx.execute<{ name: string; key: string }>(sql`
      SELECT name, key FROM (
        SELECT email AS name, email_key AS key FROM identity.users WHERE id = ${userId}
        UNION SELECT username, username_key FROM identity.users WHERE id = ${userId}
        UNION SELECT email, email_key FROM identity.email_addresses WHERE user_id = ${userId}
        UNION SELECT old_email, lower(old_email) FROM identity.email_changes WHERE user_id = ${userId}
        UNION SELECT new_email, lower(new_email) FROM identity.email_changes
               WHERE user_id = ${userId} AND confirmed_at IS NOT NULL
        UNION SELECT number, number FROM identity.phones
               WHERE user_id = ${userId} AND confirmed_at IS NOT NULL) AS names
       WHERE name IS NOT NULL
         AND NOT EXISTS (SELECT FROM identity.account_addresses other
                          WHERE other.email_key = key AND other.user_id <> ${userId})
         AND NOT EXISTS (SELECT FROM identity.users other
                          WHERE other.username_key = key AND other.deleted_at IS NULL
                            AND other.id <> ${userId})
         AND NOT EXISTS (SELECT FROM identity.phones other
                          WHERE other.number = key AND other.confirmed_at IS NOT NULL
                            AND other.user_id <> ${userId})`);
    return [...new Set(rows.flatMap(({ name, key }) => [name.toLowerCase(), key]))];
  }

  /** Organizations that a person belongs to, the one that they joined first at the head. */
  async listOrganizations(tx: Queryable, userId: string): Promise<string[]> {
    const { rows } = await tx.execute<{ id: string }>(sql`
      SELECT organization_id AS id FROM identity.memberships WHERE user_id = ${userId}
       ORDER BY created_at, organization_id`);
    return rows.map(({ id }) => id);
  }

  /** Removes some sessions of a person that have ended. @returns whether there may be more. */
  async removeSomeSessions(tx: Queryable, userId: string): Promise<boolean> {
    const { rowCount } = await tx.execute(sql`
      DELETE FROM identity.sessions WHERE id = ANY (ARRAY(
        SELECT id FROM identity.sessions WHERE user_id = ${userId} AND ended_at IS NOT NULL
         ORDER BY id DESC LIMIT ${sessionsAtOnce}))`);
    return rowCount === sessionsAtOnce;
  }

  /**
   * Removes every row that names the person by id or address, whichever table of identity it stands
   * in, so that a table of tomorrow is not forgotten; of the account only its id stays.
   */
  async remove(
    tx: Transaction,
    userId: string,
    names: readonly string[],
    now: Date,
  ): Promise<void> {
    for (const { table } of await this.tablesWith(tx, 'user_id'))
      await tx.execute(
        sql`DELETE FROM identity.${sql.identifier(table)} WHERE user_id = ${userId}`,
      );
    for (const { table } of await this.tablesWith(tx, 'email_key'))
      await tx.execute(sql`
        DELETE FROM identity.${sql.identifier(table)} WHERE email_key = ANY (${sql.param([...names])})`);
    // Of a line that was refused as it came, only the address as it was typed is kept.
    await tx.execute(sql`
      DELETE FROM identity.import_lines
       WHERE email_key IS NULL AND lower(email) = ANY (${sql.param([...names])})`);
    await tx.execute(sql`
      DELETE FROM identity.lockouts WHERE starts_with(account_key, ${userId})`);
    await tx.update(users).set(withoutPerson(userId, now)).where(eq(users.id, userId));
    // The name is held back as before, and no longer told whose it was.
    await tx.execute(sql`
      UPDATE identity.released_usernames SET owner_id = NULL WHERE owner_id = ${userId}`);
  }

  private async tablesWith(tx: Transaction, column: string): Promise<Found[]> {
    const { rows } = await tx.execute<Found>(sql`
      SELECT table_name AS table, column_name AS column
        FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
       WHERE table_schema = 'identity' AND table_type = 'BASE TABLE' AND column_name = ${column}
         AND table_name <> ALL (${sql.param([...kept, ...cascading])})`);
    return rows;
  }
}

/** What is left of an account. */
const withoutPerson = (userId: string, now: Date) => ({
  email: `${userId}@erased.invalid`,
  emailKey: `${userId}@erased.invalid`,
  username: null,
  usernameKey: null,
  passwordHash: null,
  passwordSetAt: null,
  firstName: 'Erased',
  lastName: 'person',
  jobTitle: null,
  phone: null,
  pictureId: null,
  locale: null,
  emailVerifiedAt: null,
  isActive: false,
  platformRole: null,
  createdAt: now,
  updatedAt: now,
  deletedAt: now,
});
