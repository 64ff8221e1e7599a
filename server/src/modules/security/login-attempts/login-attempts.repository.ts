import { Injectable } from '@nestjs/common';
import type { AttemptFailure, AttemptKind } from '@gatehouse/contracts/security/attempts';
import { and, desc, eq, gte, inArray, isNull, lt, lte, sql, type SQL } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { naming } from '../../../platform/database/naming/naming.js';
import { type Step, throughRows } from '../../../platform/database/gradual/through-rows.js';
import type { ErasedOrganization, ErasedPerson } from '../../../platform/erasure/steps.js';
import type { Position } from '../position.js';
import { type AttemptRow, loginAttempts } from './login-attempts.table.js';

/** Which attempts a list shows. */
export interface AttemptFilter {
  /** Those from within this range, in CIDR notation. */
  readonly within?: string;
  readonly address?: string;
  readonly identifier?: string;
  readonly userId?: string;
  readonly kind?: AttemptKind;
  readonly succeeded?: boolean;
  readonly failure?: AttemptFailure;
  readonly organizationId?: string;
  readonly newDevice?: boolean;
  readonly from?: Date;
  readonly until?: Date;
  /** Only those that come after this one in the list. */
  readonly after?: Position;
}

const is = (column: AnyPgColumn, value: string | boolean | undefined): SQL | undefined =>
  value === undefined ? undefined : eq(column, value);

/** As the index is declared, which knows new ones alone. */
const isNewDevice = (isNew: boolean): SQL =>
  isNew ? sql`${loginAttempts.newDevice}` : sql`NOT ${loginAttempts.newDevice}`;

/** A partition a day follows the one before. */
const inOrder = { table: loginAttempts, key: loginAttempts.occurredAt };

const forget = (tx: Transaction, which: SQL | undefined) =>
  tx
    .update(loginAttempts)
    .set({ identifier: null, userId: null, address: null, network: null, userAgent: null })
    .where(which);

@Injectable()
export class LoginAttemptsRepository {
  /**
   * Takes everything that names a person out of the attempts, also what was tried as the name of an
   * account that is nobody's; that something was tried stays.
   */
  readonly forgettingPerson: readonly Step<ErasedPerson>[] = [
    throughRows({
      ...inOrder,
      among: ({ userId }) => eq(loginAttempts.userId, userId),
      change: (tx, _person, rows) => forget(tx, rows),
    }),
    throughRows({
      ...inOrder,
      change: (tx, { names, erasedAt }, rows) => {
        const isEarlier = lte(loginAttempts.occurredAt, erasedAt);
        const isNamed = naming(names).inAccountName(sql`identifier`);
        return forget(tx, and(rows, isEarlier, isNull(loginAttempts.userId), isNamed));
      },
    }),
  ];

  readonly forgettingOrganization: Step<ErasedOrganization> = throughRows({
    ...inOrder,
    change: (tx, { organizationId }, rows) =>
      tx
        .update(loginAttempts)
        .set({ organizationId: null })
        .where(and(rows, eq(loginAttempts.organizationId, organizationId))),
  });

  /** Makes the caller the only one who records until the transaction ends. */
  async lock(tx: Transaction): Promise<void> {
    await tx.execute(
      sql`SELECT pg_advisory_xact_lock(hashtextextended('gatehouse:login_attempts', 0))`,
    );
  }

  async insert(tx: Transaction, rows: readonly AttemptRow[]): Promise<void> {
    if (rows.length === 0) return;
    // Whoever waits for the main thread would wait for milliseconds while Drizzle builds a statement
    // of a thousand parameters.
    await tx.execute(sql`
      INSERT INTO security.login_attempts (id, occurred_at, kind, succeeded, failure, method,
        identifier, user_id, organization_id, address, network, user_agent, session_id, new_device, tries)
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row (
        id uuid, "occurredAt" timestamptz, kind text, succeeded boolean, failure text, method text,
        identifier text, "userId" uuid, "organizationId" uuid, address text, network cidr,
        "userAgent" text, "sessionId" uuid, "newDevice" boolean, tries integer)`);
  }

  /** Attempts that match, latest first. */
  async list(queryable: Queryable, filter: AttemptFilter, limit: number): Promise<AttemptRow[]> {
    const { occurredAt, id } = loginAttempts;
    const { after } = filter;
    return queryable
      .select()
      .from(loginAttempts)
      .where(
        and(
          filter.within === undefined
            ? undefined
            : sql`${loginAttempts.network} <<= ${filter.within}::cidr`,
          is(loginAttempts.address, filter.address),
          is(loginAttempts.identifier, filter.identifier),
          is(loginAttempts.userId, filter.userId),
          is(loginAttempts.kind, filter.kind),
          is(loginAttempts.succeeded, filter.succeeded),
          is(loginAttempts.failure, filter.failure),
          is(loginAttempts.organizationId, filter.organizationId),
          filter.newDevice === undefined ? undefined : isNewDevice(filter.newDevice),
          filter.from && gte(occurredAt, filter.from),
          filter.until && lt(occurredAt, filter.until),
          after &&
            sql`(${occurredAt}, ${id}) < (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`,
        ),
      )
      .orderBy(desc(occurredAt), desc(id))
      .limit(limit);
  }

  /** Marks sign-ins since a moment as made with a strange device. */
  async markNewDevices(
    tx: Transaction,
    userIds: readonly string[],
    sessionIds: readonly string[],
    since: Date,
  ): Promise<AttemptRow[]> {
    const { userId, sessionId, occurredAt } = loginAttempts;
    return tx
      .update(loginAttempts)
      .set({ newDevice: true })
      .where(
        and(
          inArray(userId, [...userIds]),
          inArray(sessionId, [...sessionIds]),
          gte(occurredAt, since),
        ),
      )
      .returning();
  }

  /** Makes the partition of a day (UTC) where there is none. */
  async makePartition(tx: Transaction, day: Date): Promise<void> {
    const date = day.toISOString().slice(0, 10);
    // Of several that find none at once, all but one would fail.
    await tx.execute(
      sql`SELECT pg_advisory_xact_lock(hashtextextended('gatehouse:login_attempts', 0))`,
    );
    await tx.execute(sql`SELECT security.make_login_attempts_partition(${date}::date)`);
  }

  /** Drops the partitions of earlier days. @returns how many */
  async dropBefore(queryable: Queryable, day: Date): Promise<number> {
    const date = day.toISOString().slice(0, 10);
    const { rows } = (await queryable.execute(
      sql`SELECT security.drop_login_attempts_before(${date}::date) AS dropped`,
    )) as unknown as { rows: { dropped: number }[] };
    return rows[0]?.dropped ?? 0;
  }
}
