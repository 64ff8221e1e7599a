import { Injectable } from '@nestjs/common';
import type { AuditEntry, auditRoutes } from '@gatehouse/contracts/audit';
import type { RouteQuery } from '@gatehouse/contracts/route';
import { decodeCursor, type Page, toPage } from '../../kernel/page.js';
import { Database } from '../../platform/database/database.js';
import type { Caller } from '../../platform/http/caller.js';
import { AuditRepository, type AuditFilter } from './audit.repository.js';
import type { AuditRow } from './audit.table.js';

type Query = RouteQuery<typeof auditRoutes.list>;

/** Form of a cursor that holds a sequence; short enough to be a safe integer. */
const sequenceCursor = /^\d{1,15}$/;

/** Who may read what of the audit trail. */
@Injectable()
export class AuditService {
  constructor(
    private readonly database: Database,
    private readonly repository: AuditRepository,
  ) {}

  /** The trail of the caller's organization; the platform's staff see all of it. */
  async list(caller: Caller, query: Query): Promise<Page<AuditEntry>> {
    const isStaff = caller.platformRole !== null;
    // Without an organization there is nothing to see: never let that mean "no filter".
    if (!isStaff && caller.organizationId === null) return toPage([], query.limit, keyOf, toEntry);
    const filter: AuditFilter = {
      ...(isStaff ? {} : { organizationId: caller.organizationId }),
      ...filterOf(query),
    };
    const rows = await this.repository.list(this.database.connection, filter, query.limit + 1);
    return toPage(rows, query.limit, keyOf, toEntry);
  }
}

function filterOf(query: Query): Omit<AuditFilter, 'organizationId'> {
  const actions = query.action?.split(',').map((action) => action.trim());
  const from = query['occurredAt[gte]'];
  const until = query['occurredAt[lt]'];
  return {
    ...(actions ? { actions } : {}),
    ...(query.actorId === undefined ? {} : { actorId: query.actorId }),
    ...(query.resourceId === undefined ? {} : { resourceId: query.resourceId }),
    ...(from === undefined ? {} : { from: new Date(from) }),
    ...(until === undefined ? {} : { until: new Date(until) }),
    ...(query.cursor === undefined
      ? {}
      : { before: Number(decodeCursor(query.cursor, sequenceCursor)) }),
  };
}

const keyOf = (row: AuditRow): string => String(row.sequence);

const toEntry = ({ previousHash: _previousHash, occurredAt, ...row }: AuditRow): AuditEntry => ({
  ...row,
  details: { ...row.details },
  occurredAt: occurredAt.toISOString(),
});
