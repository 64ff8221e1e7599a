import { Injectable } from '@nestjs/common';
import type { SessionEndReason } from '@gatehouse/contracts/events';
import { and, desc, eq, gt, gte, isNull, lt, ne, sql, type SQL } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne } from '../../../platform/database/primitives.js';
import { users } from '../users/users.table.js';
import { refreshTokens, sessions, type SessionRow } from './sessions.table.js';

@Injectable()
export class SessionsRepository {
  async insert(tx: Queryable, session: SessionRow, tokenHash: Buffer): Promise<void> {
    await tx.insert(sessions).values(session);
    await tx.insert(refreshTokens).values({
      tokenHash,
      sessionId: session.id,
      userId: session.userId,
      createdAt: session.createdAt,
      expiresAt: session.expiresAt,
    });
  }

  /** Begins a session without a refresh token. */
  async insertAlone(tx: Queryable, session: SessionRow): Promise<void> {
    await tx.insert(sessions).values(session);
  }

  /** Live sessions of a person, all or those of an organization, latest first, one more than `limit`. */
  async list(
    tx: Queryable,
    userId: string,
    now: Date,
    limit: number,
    beforeId?: string,
    organizationId?: string,
  ): Promise<SessionRow[]> {
    return tx
      .select()
      .from(sessions)
      .where(
        and(
          live(now),
          eq(sessions.userId, userId),
          beforeId ? lt(sessions.id, beforeId) : undefined,
          organizationId ? eq(sessions.organizationId, organizationId) : undefined,
        ),
      )
      .orderBy(desc(sessions.id))
      .limit(limit + 1);
  }

  /** Whether a session lives; if so, it does until the transaction ends. */
  async holdLive(tx: Transaction, id: string, now: Date): Promise<boolean> {
    const one = and(live(now), eq(sessions.id, id));
    const [row] = await tx
      .select({ id: sessions.id })
      .from(sessions)
      .where(one)
      .for('no key update');
    return row !== undefined;
  }

  /** Ends one live session of a person; null when there is no such session. */
  async end(
    tx: Queryable,
    userId: string,
    sessionId: string,
    reason: SessionEndReason,
    now: Date,
    organizationId?: string,
  ): Promise<SessionRow | null> {
    const one = and(
      live(now),
      eq(sessions.id, sessionId),
      eq(sessions.userId, userId),
      organizationId ? eq(sessions.organizationId, organizationId) : undefined,
    );
    return consumeOne(tx, sessions, one, ending(reason, now));
  }

  /**
   * Ends the live sessions of a person, all or those of an organization, except one where named, in
   * the caller's transaction. @returns how many ended.
   */
  async endAll(
    tx: Transaction,
    userId: string,
    reason: SessionEndReason,
    now: Date,
    exceptId?: string,
    organizationId?: string,
  ): Promise<number> {
    const all = and(
      live(now),
      eq(sessions.userId, userId),
      exceptId ? ne(sessions.id, exceptId) : undefined,
      organizationId ? eq(sessions.organizationId, organizationId) : undefined,
    );
    // First the owner: whoever begins a session in the place of another holds their row (`holdOwner`),
    // and a session that is not there yet would not be found.
    await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('no key update');
    const ended = await tx
      .update(sessions)
      .set(ending(reason, now))
      .where(all)
      .returning({ id: sessions.id });
    return ended.length;
  }

  /** Lets the sessions that a person began since a moment count as reported, however they ended. */
  async disownSince(tx: Transaction, userId: string, since: Date): Promise<void> {
    const begun = and(eq(sessions.userId, userId), gte(sessions.createdAt, since));
    await tx.update(sessions).set({ endReason: 'reported' }).where(begun);
  }

  /** How many sessions live now. */
  async count(tx: Queryable, now: Date): Promise<number> {
    return tx.$count(sessions, live(now));
  }

  /**
   * Makes every instance look again at the live sessions of an organization.
   * @param lifetime how long they last at most, in milliseconds; null for as long as they would have.
   */
  async applyPolicies(
    tx: Queryable,
    organizationId: string,
    lifetime: number | null,
  ): Promise<void> {
    const end = sql`${sessions.createdAt} + make_interval(secs => ${(lifetime ?? 0) / 1000})`;
    await tx
      .update(sessions)
      .set({
        version: sql`${sessions.version} + 1`,
        ...(lifetime === null ? {} : { expiresAt: sql`least(${sessions.expiresAt}, ${end})` }),
      })
      .where(and(eq(sessions.organizationId, organizationId), isNull(sessions.endedAt)));
  }

  /** Ends every live session in an organization. */
  async endAllIn(
    tx: Queryable,
    organizationId: string,
    reason: SessionEndReason,
    now: Date,
  ): Promise<void> {
    const all = and(live(now), eq(sessions.organizationId, organizationId));
    await tx.update(sessions).set(ending(reason, now)).where(all);
  }

  /**
   * Makes every instance look again at what the person's sessions may do: to be called in the
   * transaction of any change of role, factors or state of the account. Whoever acts for the person
   * does so no longer: a trigger ends what they do with every change of it.
   */
  async invalidate(tx: Queryable, userId: string): Promise<void> {
    await tx
      .update(sessions)
      .set({ version: sql`${sessions.version} + 1` })
      .where(and(eq(sessions.userId, userId), isNull(sessions.endedAt)));
  }
}

/**
 * Whether an account is open. If so, whoever closes it, takes its password or ends all its sessions
 * waits until the transaction ends, and then ends the session that begins in it with the others
 * (attack 16). For whoever begins a session, before anything else of the account is locked.
 * @param options `evenToReset`: also where its owner must choose a new password first.
 */
export async function holdOwner(
  tx: Transaction,
  userId: string,
  { evenToReset = false }: { readonly evenToReset?: boolean } = {},
): Promise<boolean> {
  const open = and(users.isActive, isNull(users.deletedAt));
  const usable = evenToReset ? undefined : isNull(users.resetRequiredAt);
  const one = and(eq(users.id, userId), open, usable);
  const rows = await tx.select({ id: users.id }).from(users).where(one).for('share');
  return rows.length > 0;
}

const live = (now: Date): SQL | undefined =>
  and(isNull(sessions.endedAt), gt(sessions.expiresAt, now));

const ending = (reason: SessionEndReason, now: Date) => ({
  endedAt: now,
  endReason: reason,
  version: sql`${sessions.version} + 1`,
});
