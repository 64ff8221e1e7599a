import { Injectable } from '@nestjs/common';
import { and, asc, desc, eq, gt, gte, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../platform/database/database.js';
import { entries, head, type AuditHead, type AuditRow } from './audit.table.js';

/** Which entries a list shows. */
export interface AuditFilter {
  readonly organizationId?: string | null;
  readonly actions?: readonly string[];
  readonly actorId?: string;
  readonly resourceId?: string;
  readonly ipAddress?: string;
  readonly requestId?: string;
  readonly impersonatorId?: string;
  /** Done in somebody's name by somebody else, or by themselves. */
  readonly impersonated?: boolean;
  readonly from?: Date;
  readonly until?: Date;
  /** Only those before this sequence. */
  readonly before?: number;
}

const isImpersonated = (impersonated: boolean) =>
  impersonated ? isNotNull(entries.impersonatorId) : isNull(entries.impersonatorId);

@Injectable()
export class AuditRepository {
  /** Locks the end of the chain: until the transaction ends nobody else appends. */
  async lockHead(tx: Transaction): Promise<AuditHead> {
    const [row] = await tx.select().from(head).for('update');
    if (!row) throw new Error('audit.head has no row; restore it from a backup');
    return row;
  }

  /** Of these ids, those that have an entry. */
  async listKnown(tx: Transaction, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await tx
      .select({ id: entries.id })
      .from(entries)
      .where(sql`${entries.id} = ANY (${sql.param([...ids])}::uuid[])`);
    return new Set(rows.map(({ id }) => id));
  }

  /** Appends entries and moves the end of the chain: one statement. */
  async append(tx: Transaction, rows: readonly AuditRow[], end: AuditHead): Promise<void> {
    await tx.execute(sql`
      WITH appended AS (
        INSERT INTO ${entries} (sequence, id, action, actor_id, organization_id, resource_type,
          resource_id, details, ip_address, request_id, occurred_at, previous_hash, hash, form,
          details_salt, details_digest, address_salt, address_digest, erased_for,
          impersonator_id, user_agent, trace_id, source, version)
        SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row (
          "sequence" bigint, "id" uuid, "action" text, "actorId" uuid, "organizationId" uuid,
          "resourceType" text, "resourceId" text, "details" jsonb, "ipAddress" text,
          "requestId" text, "occurredAt" timestamptz, "previousHash" text, "hash" text,
          "form" smallint, "detailsSalt" text, "detailsDigest" text, "addressSalt" text,
          "addressDigest" text, "erasedFor" uuid, "impersonatorId" uuid, "userAgent" text,
          "traceId" text, "source" text, "version" text))
      UPDATE ${head}
         SET sequence = ${end.sequence}, hash = ${end.hash}, signature = ${end.signature}`);
  }

  /** Entries that match, latest first. */
  async list(queryable: Queryable, filter: AuditFilter, limit: number): Promise<AuditRow[]> {
    const where = and(
      filter.organizationId === undefined || filter.organizationId === null
        ? undefined
        : eq(entries.organizationId, filter.organizationId),
      filter.actions && inArray(entries.action, [...filter.actions]),
      filter.actorId === undefined ? undefined : eq(entries.actorId, filter.actorId),
      filter.resourceId === undefined ? undefined : eq(entries.resourceId, filter.resourceId),
      filter.ipAddress === undefined ? undefined : eq(entries.ipAddress, filter.ipAddress),
      filter.requestId === undefined ? undefined : eq(entries.requestId, filter.requestId),
      filter.impersonatorId === undefined
        ? undefined
        : eq(entries.impersonatorId, filter.impersonatorId),
      filter.impersonated === undefined ? undefined : isImpersonated(filter.impersonated),
      filter.from && gte(entries.occurredAt, filter.from),
      filter.until && lt(entries.occurredAt, filter.until),
      filter.before === undefined ? undefined : lt(entries.sequence, filter.before),
    );
    return queryable
      .select()
      .from(entries)
      .where(where)
      .orderBy(desc(entries.sequence))
      .limit(limit);
  }

  /** The end of the chain, or null when somebody removed it. */
  async findHead(queryable: Queryable): Promise<AuditHead | null> {
    const [row] = await queryable.select().from(head);
    return row ?? null;
  }

  /** Entries after a sequence, in the order of the chain. */
  async readAfter(queryable: Queryable, sequence: number, limit: number): Promise<AuditRow[]> {
    return queryable
      .select()
      .from(entries)
      .where(gt(entries.sequence, sequence))
      .orderBy(asc(entries.sequence))
      .limit(limit);
  }
}
