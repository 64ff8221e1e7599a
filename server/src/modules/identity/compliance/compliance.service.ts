import { Injectable } from '@nestjs/common';
import {
  type ComplianceKey,
  type ComplianceSummary,
  type KeyFinding,
  staleAfterDays,
} from '@gatehouse/contracts/compliance/people';
import { roles } from '@gatehouse/contracts/permissions';
import { after, Clock, days } from '../../../kernel/clock.js';
import { decodeCursor, idCursor, type Page, toPage } from '../../../kernel/page.js';
import { Database } from '../../../platform/database/database.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { UsersRepository } from '../users/users.repository.js';
import { ComplianceRepository, type FoundKey } from './compliance.repository.js';

/** How an organization stands, for whoever answers for it (S2-038). */
@Injectable()
export class ComplianceService {
  constructor(
    private readonly repository: ComplianceRepository,
    private readonly users: UsersRepository,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async summarize(caller: Caller): Promise<ComplianceSummary> {
    const { connection } = this.database;
    const organizationId = organizationOf(caller);
    const now = this.clock.now();
    const since = this.since();
    const ranks = await this.repository.countRanks(connection, organizationId);
    const stale = { isActive: true, isServiceAccount: false, unseenSince: since };
    return {
      ranks: roles.map(
        (role) =>
          ranks.find((rank) => rank.role === role) ?? { role, people: 0, withSecondFactor: 0 },
      ),
      stale: await this.users.count(connection, organizationId, stale),
      apiKeys: await this.repository.countKeys(connection, organizationId, now, since),
      invitations: await this.repository.countInvitations(connection, organizationId, now),
    };
  }

  async listKeys(
    caller: Caller,
    finding: KeyFinding,
    limit: number,
    cursor?: string,
  ): Promise<Page<ComplianceKey>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, idCursor);
    const { connection } = this.database;
    const organizationId = organizationOf(caller);
    const wish = { finding, now: this.clock.now(), since: this.since() };
    const rows = await this.repository.listKeys(connection, organizationId, wish, limit, before);
    return toPage(rows, limit, ({ id }) => id, toKey);
  }

  /** What happened since then is not long ago. */
  since(): Date {
    return after(this.clock.now(), -days(staleAfterDays));
  }
}

const toKey = ({ ownerId, ownerName, isServiceAccount, ...key }: FoundKey): ComplianceKey => ({
  id: key.id,
  name: key.name,
  owner: { id: ownerId, name: ownerName, isServiceAccount },
  createdAt: new Date(key.createdAt).toISOString(),
  rotatedAt: key.rotatedAt && new Date(key.rotatedAt).toISOString(),
  expiresAt: key.expiresAt && new Date(key.expiresAt).toISOString(),
  lastUsedAt: key.lastUsedAt && new Date(key.lastUsedAt).toISOString(),
});
