import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { and, asc, desc, eq, gt, gte, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../platform/database/database.js';
import { naming } from '../../platform/database/naming/naming.js';
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

  /**
   * Takes away what entries say of a person: the details of those about them and of those that name
   * them, the addresses that they came from. Reads the whole trail, in the background.
   */
  async erase(tx: Transaction, userId: string, names: readonly string[]): Promise<void> {
    await tx.execute(sql`SET LOCAL statement_timeout = '15min'`);
    await tx.execute(sql`
      UPDATE ${entries} SET details = '{}', details_salt = NULL, erased_for = ${userId}
       WHERE form >= 2 AND details_salt IS NOT NULL
         AND ((resource_type = 'user' AND resource_id = ${userId})
           OR ${naming(names).inDocument(sql`details`)})`);
    await tx.execute(sql`
      UPDATE ${entries} SET ip_address = NULL, user_agent = NULL, address_salt = NULL, erased_for = ${userId}
       WHERE form >= 2 AND address_salt IS NOT NULL AND (actor_id = ${userId}
         OR (actor_id IS NULL AND resource_type = 'user' AND resource_id = ${userId}))`);
  }

  /** Empties what was told of an organization; that it was closed, and why, stays with that it was erased. */
  async eraseOrganization(tx: Transaction, organizationId: string): Promise<void> {
    await tx.execute(sql`SET LOCAL statement_timeout = '15min'`);
    const { organizationClosed, organizationErased } = events;
    await tx.execute(sql`
      UPDATE ${entries} SET details = '{}', details_salt = NULL, erased_for = ${organizationId}
       WHERE form >= 2 AND details_salt IS NOT NULL AND organization_id = ${organizationId}
         AND action NOT IN (${organizationClosed.type}, ${organizationErased.type})`);
    await tx.execute(sql`
      UPDATE ${entries} SET ip_address = NULL, user_agent = NULL, address_salt = NULL, erased_for = ${organizationId}
       WHERE form >= 2 AND address_salt IS NOT NULL AND organization_id = ${organizationId}
         AND action <> ${organizationErased.type}`);
  }
}
