import { Injectable } from '@nestjs/common';
import type { AuditEntry, auditRoutes } from '@gatehouse/contracts/audit';
import type { RouteQuery } from '@gatehouse/contracts/route';
import { decodeCursor, type Page, toPage } from '../../kernel/page.js';
import { Database } from '../../platform/database/database.js';
import type { Caller } from '../../platform/http/caller.js';
import { UserDirectory } from '../identity/users/user-directory.port.js';
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
    private readonly directory: UserDirectory,
  ) {}

  /** The trail of the caller's organization; the platform's staff see all of it. */
  async list(caller: Caller, query: Query): Promise<Page<AuditEntry>> {
    const isStaff = caller.platformRole !== null;
    // Without an organization there is nothing to see: never let that mean "no filter".
    if (!isStaff && caller.organizationId === null)
      return { data: [], page: { nextCursor: null, hasMore: false } };
    const filter: AuditFilter = {
      ...(isStaff ? {} : { organizationId: caller.organizationId }),
      ...filterOf(query),
    };
    const rows = await this.repository.list(this.database.connection, filter, query.limit + 1);
    const people = rows.flatMap((row) => [row.actorId, affectedBy(row)]);
    const names = await this.directory.namesOf([...new Set(people)].filter((id) => id !== null));
    return toPage(rows, query.limit, keyOf, (row) => toEntry(row, names));
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

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Events name the person that they are about. */
function affectedBy({ details }: AuditRow): string | null {
  const { userId } = details;
  return typeof userId === 'string' && uuid.test(userId) ? userId : null;
}

function toEntry(entry: AuditRow, names: ReadonlyMap<string, string>): AuditEntry {
  const { previousHash: _previousHash, occurredAt, ...row } = entry;
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null));
  const affectedId = affectedBy(entry);
  return {
    ...row,
    actorName: nameOf(row.actorId),
    affectedId,
    affectedName: nameOf(affectedId),
    details: { ...row.details },
    occurredAt: occurredAt.toISOString(),
  };
}
