import { Injectable } from '@nestjs/common';
import type { PivotEntry, TopEntry } from '@gatehouse/contracts/security/attempts';
import { and, eq, lte, sql, type SQL } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { naming } from '../../../platform/database/naming/naming.js';
import { type Step, throughRows } from '../../../platform/database/gradual/through-rows.js';
import type { ErasedPerson } from '../../../platform/erasure/steps.js';
import { type AttemptRow, attemptHours, type CountedBy } from './login-attempts.table.js';

/** Attempts of one minute, or of more. */
export interface AttemptCount {
  readonly start: Date;
  readonly succeeded: number;
  readonly failed: number;
}

const rowsOf = async <T>(queryable: Queryable, statement: SQL): Promise<T[]> => {
  const { rows } = await (queryable as NodePgDatabase).execute(statement);
  return rows as T[];
};

/** Sums that are kept beside the attempts: no page counts rows of the whole. */
@Injectable()
export class AttemptCountsRepository {
  /** Removes what an account's name that names a person was counted by. */
  readonly forgettingPerson: Step<ErasedPerson> = throughRows({
    table: attemptHours,
    key: attemptHours.hour,
    among: () => eq(attemptHours.subjectType, 'account'),
    change: (tx, { names, erasedAt }, rows) => {
      const isTheirs = naming(names).inAccountName(sql`subject`);
      return tx.delete(attemptHours).where(and(rows, lte(attemptHours.hour, erasedAt), isTheirs));
    },
  });

  /** Counts attempts in: by minute and hour, and failures by hour, address and account. */
  async add(tx: Transaction, rows: readonly AttemptRow[]): Promise<void> {
    const signIns = rows.filter(({ kind }) => kind === 'sign_in' || kind === 'second_factor');
    if (signIns.length === 0) return;
    const sums = [60, 3600].flatMap((width) => {
      const buckets = Map.groupBy(signIns, ({ occurredAt }) => floored(occurredAt, width));
      return [...buckets].map(([start, attempts]) => ({
        width,
        start,
        succeeded: attempts.filter(({ succeeded }) => succeeded).length,
        failed: attempts.filter(({ succeeded }) => !succeeded).length,
      }));
    });
    await tx.execute(sql`
      INSERT INTO security.attempt_sums AS known (width, start, succeeded, failed)
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(sums)}::jsonb)
        AS row (width integer, start timestamptz, succeeded integer, failed integer)
      ON CONFLICT (width, start) DO UPDATE
        SET succeeded = known.succeeded + excluded.succeeded, failed = known.failed + excluded.failed`);
    await this.addHours(tx, signIns);
  }

  private async addHours(tx: Transaction, rows: readonly AttemptRow[]): Promise<void> {
    const failed = rows.filter(({ succeeded }) => !succeeded);
    const subjects = failed.flatMap(({ network, identifier, occurredAt }) => {
      const hour = floored(occurredAt, 3600);
      return [
        { type: 'address', hour, subject: network },
        { type: 'account', hour, subject: identifier },
      ].filter(({ subject }) => subject !== null);
    });
    if (subjects.length === 0) return;
    await tx.execute(sql`
      INSERT INTO security.attempt_hours AS known (subject_type, hour, subject, failures)
      SELECT type, hour, subject, count(*) FROM jsonb_to_recordset(${JSON.stringify(subjects)}::jsonb)
        AS row (type text, hour timestamptz, subject text) GROUP BY 1, 2, 3
      ON CONFLICT (subject_type, hour, subject) DO UPDATE
        SET failures = known.failures + excluded.failures`);
  }

  /** Sums from one moment to before another, in buckets of a width in seconds; empty ones are there too. */
  async timeline(
    queryable: Queryable,
    from: Date,
    until: Date,
    width: number,
  ): Promise<AttemptCount[]> {
    const begin = sql`${from.toISOString()}::timestamptz`;
    const rows = await rowsOf<{ bucket: number; succeeded: number; failed: number }>(
      queryable,
      sql`SELECT floor(extract(epoch FROM start - ${begin}) / ${width})::int AS bucket,
            sum(succeeded)::int AS succeeded, sum(failed)::int AS failed
          FROM security.attempt_sums
          WHERE width = ${width % 3600 === 0 ? 3600 : 60}
            AND start >= ${begin} AND start < ${until.toISOString()}::timestamptz
          GROUP BY 1`,
    );
    const byBucket = new Map(rows.map((row) => [row.bucket, row]));
    const length = Math.ceil((until.getTime() - from.getTime()) / 1000 / width);
    return Array.from({ length }, (_, index) => ({
      start: new Date(from.getTime() + index * width * 1000),
      succeeded: byBucket.get(index)?.succeeded ?? 0,
      failed: byBucket.get(index)?.failed ?? 0,
    }));
  }

  /** Those with the most failures in the hours since a moment, that one's hour included. */
  async top(queryable: Queryable, by: CountedBy, since: Date, limit: number): Promise<TopEntry[]> {
    return rowsOf<TopEntry>(
      queryable,
      sql`SELECT subject AS value, sum(failures)::int AS failures FROM security.attempt_hours
          WHERE subject_type = ${by} AND hour >= ${floored(since, 3600)}::timestamptz
          GROUP BY subject ORDER BY failures DESC, subject LIMIT ${limit}`,
    );
  }

  /** The accounts that were tried from a range of addresses since a moment, those tried last first. */
  async accountsOf(queryable: Queryable, range: string, since: Date): Promise<PivotEntry[]> {
    return this.pivot(
      queryable,
      sql`coalesce(identifier, user_id::text)`,
      sql`network <<= ${range}::cidr`,
      since,
    );
  }

  /** The addresses that tried an account since a moment. */
  async addressesOf(queryable: Queryable, identifier: string, since: Date): Promise<PivotEntry[]> {
    return this.pivot(queryable, sql`network::text`, sql`identifier = ${identifier}`, since);
  }

  private async pivot(
    queryable: Queryable,
    value: SQL,
    where: SQL,
    since: Date,
  ): Promise<PivotEntry[]> {
    const rows = await rowsOf<Omit<PivotEntry, 'lastAt'> & { lastAt: Date }>(
      queryable,
      sql`SELECT ${value} AS value, (array_agg(user_id) FILTER (WHERE user_id IS NOT NULL))[1] AS "userId",
            count(*) FILTER (WHERE succeeded)::int AS succeeded,
            count(*) FILTER (WHERE NOT succeeded)::int AS failed, max(occurred_at) AS "lastAt"
          FROM (SELECT * FROM security.login_attempts
                 WHERE ${where} AND occurred_at >= ${since.toISOString()}::timestamptz AND kind <> 'api_key'
                 ORDER BY occurred_at DESC LIMIT ${mostOfPivot}) AS latest
          WHERE ${value} IS NOT NULL
          GROUP BY 1 ORDER BY "lastAt" DESC LIMIT 50`,
    );
    return rows.map((row) => ({ ...row, lastAt: new Date(row.lastAt).toISOString() }));
  }

  /** Removes sums of before a moment. */
  async removeBefore(queryable: Queryable, moment: Date): Promise<void> {
    const before = moment.toISOString();
    await queryable.execute(
      sql`DELETE FROM security.attempt_sums WHERE start < ${before}::timestamptz`,
    );
    await queryable.execute(
      sql`DELETE FROM security.attempt_hours WHERE hour < ${before}::timestamptz`,
    );
  }
}

/** Attempts that a pivot looks at, the latest. */
const mostOfPivot = 5_000;

/** The beginning of the minute or hour that a moment is in. @param width in seconds */
const floored = (moment: Date, width: number): string =>
  new Date(Math.floor(moment.getTime() / (width * 1000)) * width * 1000).toISOString();
