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
/** Which entries are wanted. */
export type Filter = Omit<Query, 'limit' | 'cursor'>;

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
  async list(caller: Caller, { limit, cursor, ...query }: Query): Promise<Page<AuditEntry>> {
    const filter = filterFor(caller, query);
    // Without an organization there is nothing to see: never let that mean "no filter".
    return filter === null ? nothing : this.page(filter, { limit, cursor });
  }

  /** Entries that match, latest first, whoever may see them. */
  async page(
    filter: AuditFilter,
    { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<AuditEntry>> {
    const before = cursor === undefined ? undefined : Number(decodeCursor(cursor, sequenceCursor));
    const rows = await this.read(filter, limit + 1, before);
    const entries = await this.named(rows);
    return toPage(entries, limit, keyOf, (entry) => entry);
  }

  /**
   * All entries that the caller may see, latest first, page by page: one is in memory.
   * @param atOnce entries of a page.
   */
  async *pages(caller: Caller, query: Filter, atOnce: number): AsyncGenerator<AuditEntry[]> {
    const filter = filterFor(caller, query);
    if (filter === null) return;
    for (let before: number | undefined; ;) {
      const rows = await this.read(filter, atOnce, before);
      if (rows.length > 0) yield this.named(rows);
      if (rows.length < atOnce) return;
      before = rows.at(-1)?.sequence;
    }
  }

  private async read(
    filter: AuditFilter,
    limit: number,
    before: number | undefined,
  ): Promise<AuditRow[]> {
    const part = before === undefined ? filter : { ...filter, before };
    return this.repository.list(this.database.connection, part, limit);
  }

  /** Entries with the names of those who are in them. */
  private async named(rows: readonly AuditRow[]): Promise<AuditEntry[]> {
    const people = rows.flatMap((row) => [row.actorId, row.impersonatorId, affectedBy(row)]);
    const names = await this.directory.namesOf([...new Set(people)].filter((id) => id !== null));
    return rows.map((row) => toEntry(row, names));
  }
}

const nothing: Page<AuditEntry> = { data: [], page: { nextCursor: null, hasMore: false } };

/** What a caller may see of what they ask for; null where that is nothing. */
function filterFor(caller: Caller, query: Filter): AuditFilter | null {
  const wanted = query.organizationId;
  if (caller.permissions.has('audit:read_all'))
    return { ...filterOf(query), ...(wanted === undefined ? {} : { organizationId: wanted }) };
  const { organizationId } = caller;
  if (organizationId === null || (wanted ?? organizationId) !== organizationId) return null;
  return { organizationId, ...filterOf(query) };
}

function filterOf(query: Filter): Omit<AuditFilter, 'organizationId' | 'before'> {
  const actions = query.action?.split(',').map((action) => action.trim());
  const from = query['occurredAt[gte]'];
  const until = query['occurredAt[lt]'];
  return {
    ...(actions ? { actions } : {}),
    ...(query.actorId === undefined ? {} : { actorId: query.actorId }),
    ...(query.resourceId === undefined ? {} : { resourceId: query.resourceId }),
    ...(query.ipAddress === undefined ? {} : { ipAddress: query.ipAddress }),
    ...(query.requestId === undefined ? {} : { requestId: query.requestId }),
    ...(query.impersonatorId === undefined ? {} : { impersonatorId: query.impersonatorId }),
    ...(query.impersonated === undefined ? {} : { impersonated: query.impersonated === 'true' }),
    ...(from === undefined ? {} : { from: new Date(from) }),
    ...(until === undefined ? {} : { until: new Date(until) }),
  };
}

const keyOf = ({ sequence }: AuditEntry): string => String(sequence);

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
    impersonatorName: nameOf(row.impersonatorId),
    affectedId,
    affectedName: nameOf(affectedId),
    details: { ...row.details },
    occurredAt: occurredAt.toISOString(),
  };
}
