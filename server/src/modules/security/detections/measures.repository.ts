import { Injectable } from '@nestjs/common';
import { sql, type SQL } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { type Sprayed, sprays } from './past-attempts.repository.js';
import type { Found, Measure, Thresholds } from './rule.js';

/** A subject, and until when its attempts are counted. */
export interface Counted {
  readonly subject: string;
  readonly until: Date;
}

/** The attempts that are counted; the same as `measured` in rule.ts. */
const conditions: Readonly<Record<Measure['of'], SQL>> = {
  failures: sql.raw(`NOT succeeded AND kind IN ('sign_in', 'second_factor')`),
  codes: sql.raw(`NOT succeeded AND kind = 'second_factor'`),
  keys: sql.raw(`kind = 'api_key'`),
  tokens: sql.raw(`kind = 'refresh_token'`),
  new_devices: sql.raw('new_device'),
};
const columns = { network: sql.raw('network::text'), userId: sql.raw('user_id::text') };
const counts: Readonly<Record<Measure['count'], SQL>> = {
  accounts: sql.raw('count(DISTINCT coalesce(user_id::text, identifier))'),
  tries: sql.raw('coalesce(sum(tries), 0)'),
};
const subjectIs = (by: Measure['by'], subject: SQL): SQL =>
  by === 'network' ? sql`network = ${subject}::cidr` : sql`user_id = ${subject}::uuid`;
const moment = (date: Date): SQL => sql`${date.toISOString()}::timestamptz`;

/** Attempts of one subject that are counted, the latest: more don't make a finding clearer. */
const mostCounted = 5_000;
/** Failures of a window that spraying is looked for in, the latest. */
const mostSprayed = 20_000;

/** Counts attempts in windows of time. */
@Injectable()
export class MeasuresRepository {
  /**
   * How many a rule counts of each subject in the window that ends at the given moment; none from
   * before an address's last block was over, or lifted. One statement.
   */
  async count(
    tx: Transaction,
    { of, by, count }: Measure,
    subjects: readonly Counted[],
    windowMinutes: number,
  ): Promise<ReadonlyMap<string, number>> {
    const wanted = subjects.map(({ subject, until }) => ({ subject, until: until.toISOString() }));
    const ended =
      by === 'network'
        ? sql`(SELECT max(ends_at) FROM security.ip_blocks
                WHERE ip_blocks.network = wanted.subject::cidr AND ends_at <= wanted.until)`
        : sql`NULL::timestamptz`;
    const { rows } = await (tx as unknown as NodePgDatabase).execute<{
      subject: string;
      count: number;
    }>(sql`
      SELECT wanted.subject, counted.count::int AS count
      FROM (SELECT subject, until, greatest(until - make_interval(mins => ${windowMinutes}), ${ended}) AS since
              FROM jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
                AS wanted (subject text, until timestamptz)) AS wanted
      CROSS JOIN LATERAL (
        SELECT ${counts[count]} AS count FROM (
          SELECT user_id, identifier, tries FROM security.login_attempts
           WHERE ${subjectIs(by, sql`wanted.subject`)} AND ${conditions[of]}
             AND occurred_at > wanted.since AND occurred_at <= wanted.until
           ORDER BY occurred_at DESC LIMIT ${mostCounted}) AS latest) AS counted`);
    return new Map(rows.map((row) => [row.subject, row.count]));
  }

  /**
   * Accounts that failed in a window and did not get in, as many times as spraying does, and when the
   * last of them failed.
   */
  async countSprayed(
    tx: Transaction,
    sprayed: Sprayed,
    since: Date,
    until: Date,
  ): Promise<{ count: number; lastAt: Date }> {
    const { among, most } = sprays[sprayed];
    const { rows } = await (tx as unknown as NodePgDatabase).execute<{
      count: number;
      lastAt: string | null;
    }>(sql`
      SELECT count(*)::int AS count, max(last_at) AS "lastAt" FROM (
        SELECT max(occurred_at) AS last_at FROM (
          SELECT user_id, identifier, succeeded, occurred_at FROM security.login_attempts
           WHERE occurred_at > ${moment(since)} AND occurred_at <= ${moment(until)} AND ${among}
           ORDER BY occurred_at DESC LIMIT ${mostSprayed}) AS latest
        GROUP BY coalesce(user_id::text, identifier)
        HAVING count(*) FILTER (WHERE NOT succeeded) BETWEEN 1 AND ${most} AND NOT bool_or(succeeded)) AS tried`);
    const { count = 0, lastAt = null } = rows[0] ?? {};
    return { count, lastAt: lastAt === null ? until : new Date(lastAt) };
  }

  /** The last sign-in of a person before a moment. */
  async findSignInBefore(
    tx: Transaction,
    userId: string,
    before: Date,
    since: Date,
  ): Promise<{ address: string | null; occurredAt: Date } | null> {
    const { rows } = await (tx as unknown as NodePgDatabase).execute<{
      address: string | null;
      occurredAt: Date;
    }>(sql`
      SELECT address, occurred_at AS "occurredAt" FROM security.login_attempts
       WHERE user_id = ${userId}::uuid AND succeeded AND kind = 'sign_in'
         AND occurred_at < ${moment(before)} AND occurred_at >= ${moment(since)}
       ORDER BY occurred_at DESC LIMIT 1`);
    const [row] = rows;
    return row ? { ...row, occurredAt: new Date(row.occurredAt) } : null;
  }

  /**
   * How many subjects a rule would have found since a moment, networks that no detection looks at
   * left out. First those that have enough in all,
   * of failures by the sums of hours; of these each attempt's own window, until one is full.
   */
  async dryRun(
    tx: Transaction,
    measure: Measure,
    { threshold, windowMinutes }: Thresholds,
    since: Date,
    spared: readonly string[],
  ): Promise<Found> {
    const { of, by, count } = measure;
    await tx.execute(sql`SET LOCAL statement_timeout = '20s'`);
    const { rows } = await (tx as unknown as NodePgDatabase).execute<
      Record<keyof Found, number>
    >(sql`
      WITH candidates AS (${candidatesOf(measure, threshold, since, spared)}),
      found AS (
        SELECT candidates.subject, first.occurred_at FROM candidates CROSS JOIN LATERAL (
          SELECT a.occurred_at FROM security.login_attempts a
           WHERE ${subjectIs(by, sql`candidates.subject`)} AND ${conditions[of]}
             AND a.occurred_at >= ${moment(since)}
             AND (SELECT ${counts[count]} >= ${threshold} FROM (
                    SELECT user_id, identifier, tries FROM security.login_attempts w
                     WHERE ${subjectIs(by, sql`candidates.subject`)} AND ${conditions[of]}
                       AND w.occurred_at > a.occurred_at - make_interval(mins => ${windowMinutes})
                       AND w.occurred_at <= a.occurred_at
                     ORDER BY w.occurred_at DESC LIMIT ${mostCounted}) AS latest)
           ORDER BY a.occurred_at LIMIT 1) AS first)
      SELECT count(*)::int AS found, (count(*) FILTER (WHERE EXISTS (
        SELECT FROM security.login_attempts
         WHERE ${subjectIs(by, sql`found.subject`)} AND succeeded
           AND login_attempts.occurred_at > found.occurred_at
           AND login_attempts.occurred_at < found.occurred_at + interval '1 day')))::int AS "laterSignedIn"
      FROM found`);
    return rows[0] ?? { found: 0, laterSignedIn: 0 };
  }

  /** How many attempts were made since a moment. */
  async countAttempts(queryable: Queryable, since: Date): Promise<number> {
    const { rows } = await (queryable as NodePgDatabase).execute<{ count: number }>(sql`
      SELECT coalesce(sum(succeeded + failed), 0)::int AS count FROM security.attempt_sums
       WHERE width = 3600 AND start >= ${moment(since)}`);
    return rows[0]?.count ?? 0;
  }
}

/** Subjects that could have reached a threshold. */
function candidatesOf(
  { of, by, count }: Measure,
  threshold: number,
  since: Date,
  spared: readonly string[],
): SQL {
  const isLookedAt = (network: SQL) =>
    sql`NOT ${network}::inet <<= ANY (${sql.param([...spared])}::cidr[])`;
  if (of === 'failures' && by === 'network')
    return sql`SELECT subject FROM security.attempt_hours
                WHERE subject_type = 'address' AND hour >= ${moment(since)}
                  AND ${isLookedAt(sql`subject`)}
                GROUP BY subject HAVING sum(failures) >= ${threshold}`;
  return sql`SELECT ${columns[by]} AS subject FROM security.login_attempts
              WHERE ${conditions[of]} AND occurred_at >= ${moment(since)} AND ${columns[by]} IS NOT NULL
                AND ${by === 'network' ? isLookedAt(columns.network) : sql`true`}
              GROUP BY 1 HAVING ${counts[count]} >= ${threshold}`;
}
