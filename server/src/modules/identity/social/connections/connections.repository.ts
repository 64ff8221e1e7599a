import { Injectable } from '@nestjs/common';
import { and, desc, eq, gte, inArray, isNotNull, isNull, lt } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../../platform/database/database.js';
import { reserve } from '../../../../platform/database/primitives.js';
import { sessions } from '../../sessions/sessions.table.js';
import { users } from '../../users/users.table.js';
import { type ConnectionRow, connections } from './connections.table.js';

/** Who somebody is elsewhere. */
type Subject = Pick<ConnectionRow, 'issuer' | 'subject'>;

const of = ({ issuer, subject }: Subject) =>
  and(eq(connections.issuer, issuer), eq(connections.subject, subject));

@Injectable()
export class ConnectionsRepository {
  /** The connection of somebody elsewhere, unless the account was deleted. */
  async find(tx: Queryable, subject: Subject): Promise<ConnectionRow | null> {
    const [row] = await tx
      .select({ connection: connections })
      .from(connections)
      .innerJoin(users, eq(users.id, connections.userId))
      .where(and(of(subject), isNull(users.deletedAt)));
    return row?.connection ?? null;
  }

  /** Adds a connection; null when somebody has it already. A deleted account frees its own. */
  async insert(tx: Transaction, row: ConnectionRow): Promise<ConnectionRow | null> {
    const deleted = tx.select({ id: users.id }).from(users).where(isNotNull(users.deletedAt));
    await tx.delete(connections).where(and(of(row), inArray(connections.userId, deleted)));
    return reserve(tx, connections, row);
  }

  /** Connections of a person, latest first, one more than `limit`. */
  async list(
    tx: Queryable,
    userId: string,
    limit: number,
    beforeId?: string,
  ): Promise<ConnectionRow[]> {
    const before = beforeId === undefined ? undefined : lt(connections.id, beforeId);
    return tx
      .select()
      .from(connections)
      .where(and(eq(connections.userId, userId), before))
      .orderBy(desc(connections.id))
      .limit(limit + 1);
  }

  /** Notes a use. @returns false when it is disconnected. */
  async use(tx: Transaction, id: string, lastUsedAt: Date): Promise<boolean> {
    const used = await tx
      .update(connections)
      .set({ lastUsedAt })
      .where(eq(connections.id, id))
      .returning({ id: connections.id });
    return used.length > 0;
  }

  /** @returns what was removed; null when the person has no such. */
  async remove(tx: Transaction, userId: string, id: string): Promise<ConnectionRow | null> {
    const [row] = await tx
      .delete(connections)
      .where(and(eq(connections.id, id), eq(connections.userId, userId)))
      .returning();
    return row ?? null;
  }

  /** Removes all connections of a person. @returns what was removed. */
  async removeAll(tx: Transaction, userId: string): Promise<ConnectionRow[]> {
    return tx.delete(connections).where(eq(connections.userId, userId)).returning();
  }

  /** Removes the connections of a person that were made since a moment. @returns them. */
  async removeSince(tx: Transaction, userId: string, since: Date): Promise<ConnectionRow[]> {
    return tx
      .delete(connections)
      .where(and(eq(connections.userId, userId), gte(connections.createdAt, since)))
      .returning();
  }

  /** Makes whoever else changes the person's ways to sign in wait for this transaction. */
  async lockOwner(tx: Transaction, userId: string): Promise<void> {
    await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('update');
  }

  /** Whether a session still stands, for a change that must not outlast it. */
  async hasSession(tx: Transaction, sessionId: string): Promise<boolean> {
    const live = and(eq(sessions.id, sessionId), isNull(sessions.endedAt));
    return (await tx.$count(sessions, live)) > 0;
  }
}
