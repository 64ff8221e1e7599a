import { Injectable } from '@nestjs/common';
import { type SQL, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Transaction } from '../../../platform/database/database.js';
import type { Found, Thresholds } from './rule.js';

/** Two sign-ins of one person in a row, from different addresses. */
export interface Journey {
  readonly userId: string;
  readonly from: string;
  readonly to: string;
  /** When they arrived. */
  readonly at: Date;
  /** How long they had been under way, in milliseconds. */
  readonly elapsed: number;
}

/** Who was found, and when. */
export interface Suspect {
  readonly userId: string;
  readonly at: Date;
}

/** What is sprayed: passwords, or codes behind passwords that are known. */
export type Sprayed = 'passwords' | 'codes';

/**
 * Attempts that tell of each, and up to how many failures of an account fit in: more of a password
 * stand out by themselves. Who gets in has mistyped.
 */
export const sprays: Readonly<Record<Sprayed, { readonly among: SQL; readonly most: number }>> = {
  passwords: { among: sql.raw(`kind = 'sign_in'`), most: 3 },
  codes: {
    among: sql.raw(`(kind = 'second_factor' OR (kind = 'sign_in' AND succeeded))`),
    most: 1_000_000,
  },
};

/** Windows overlap by three quarters: a burst is seen whole, or nearly so, in one of them. */
const partsOfWindow = 4;
/** Journeys that are looked at, the latest. */
const mostJourneys = 200_000;

/** What rules of their own would have found in the past. */
@Injectable()
export class PastAttemptsRepository {
  /** Accounts that failed and did not get in, in windows that had enough of them. */
  async findSprayed(
    tx: Transaction,
    sprayed: Sprayed,
    { threshold, windowMinutes }: Thresholds,
    since: Date,
  ): Promise<Found> {
    await tx.execute(sql`SET LOCAL statement_timeout = '20s'`);
    const part = (windowMinutes * 60) / partsOfWindow;
    const { among, most } = sprays[sprayed];
    const { rows } = await (tx as unknown as NodePgDatabase).execute<
      Record<keyof Found, number>
    >(sql`
      WITH parts AS (
        SELECT floor(extract(epoch FROM occurred_at) / ${part}) AS part, user_id,
               CASE WHEN user_id IS NULL THEN identifier END AS name,
               count(*) FILTER (WHERE NOT succeeded) AS failures, bool_or(succeeded) AS got_in
          FROM security.login_attempts
         WHERE ${among} AND occurred_at >= ${since.toISOString()}::timestamptz
         GROUP BY 1, 2, 3),
      tried AS (
        SELECT part + later AS last, user_id, name
          FROM parts CROSS JOIN generate_series(0, ${partsOfWindow - 1}) AS later
         GROUP BY 1, 2, 3
        HAVING sum(failures) BETWEEN 1 AND ${most} AND NOT bool_or(got_in)),
      found AS (
        SELECT user_id, to_timestamp((min(last) + 1) * ${part}) AS at FROM tried
         WHERE last IN (SELECT last FROM tried GROUP BY last HAVING count(*) >= ${threshold})
         GROUP BY user_id, name)
      SELECT count(*)::int AS found, (count(*) FILTER (WHERE EXISTS (
        SELECT FROM security.login_attempts a
         WHERE a.user_id = found.user_id AND a.succeeded
           AND a.occurred_at >= found.at AND a.occurred_at < found.at + interval '1 day')))::int AS "laterSignedIn"
      FROM found`);
    return rows[0] ?? { found: 0, laterSignedIn: 0 };
  }

  /** Sign-ins from another address than the one before, within the window; the latest. */
  async listJourneys(tx: Transaction, windowMinutes: number, since: Date): Promise<Journey[]> {
    await tx.execute(sql`SET LOCAL statement_timeout = '20s'`);
    const { rows } = await (tx as unknown as NodePgDatabase).execute<
      Omit<Journey, 'at' | 'elapsed'> & { at: string; elapsed: string }
    >(sql`
      SELECT user_id AS "userId", previous AS "from", address AS "to", occurred_at AS at,
             extract(epoch FROM occurred_at - left_at) * 1000 AS elapsed
        FROM (
          SELECT user_id, address, occurred_at, lag(address) OVER before AS previous,
                 lag(occurred_at) OVER before AS left_at
            FROM security.login_attempts
           WHERE succeeded AND kind = 'sign_in' AND user_id IS NOT NULL
             AND occurred_at >= ${since.toISOString()}::timestamptz
          WINDOW before AS (PARTITION BY user_id ORDER BY occurred_at)) AS sign_ins
       WHERE previous <> address AND left_at >= occurred_at - make_interval(mins => ${windowMinutes})
       ORDER BY occurred_at DESC LIMIT ${mostJourneys}`);
    return rows.map((row) => ({ ...row, at: new Date(row.at), elapsed: Number(row.elapsed) }));
  }

  /** How many of them signed in within a day after. */
  async countSignedInAfter(tx: Transaction, suspects: readonly Suspect[]): Promise<number> {
    const named = suspects.map(({ userId, at }) => ({ user_id: userId, at: at.toISOString() }));
    const { rows } = await (tx as unknown as NodePgDatabase).execute<{ count: number }>(sql`
      SELECT count(*)::int AS count
        FROM jsonb_to_recordset(${JSON.stringify(named)}::jsonb) AS found (user_id uuid, at timestamptz)
       WHERE EXISTS (
         SELECT FROM security.login_attempts a
          WHERE a.user_id = found.user_id AND a.succeeded AND a.kind = 'sign_in'
            AND a.occurred_at > found.at AND a.occurred_at < found.at + interval '1 day')`);
    return rows[0]?.count ?? 0;
  }
}
