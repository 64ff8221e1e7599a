import { Injectable } from '@nestjs/common';
import type { Connection } from '@gatehouse/contracts/identity/connections';
import { events } from '@gatehouse/contracts/events';
import { Clock } from '../../../../kernel/clock.js';
import { AppError } from '../../../../kernel/error.js';
import { decodeCursor, idCursor, type Page, toPage } from '../../../../kernel/page.js';
import { Database } from '../../../../platform/database/database.js';
import { Events } from '../../../../platform/events/events.js';
import type { Caller, SessionCaller } from '../../../../platform/http/caller.js';
import { StrongProofsService } from '../../policies/strong-proofs.service.js';
import { ProvidersService } from '../providers/providers.service.js';
import type { ForeignIdentity } from '../providers/social-provider.js';
import { ConnectionMailsService } from './connection-mails.service.js';
import { ConnectionsRepository } from './connections.repository.js';
import { type ConnectionRow, newConnection } from './connections.table.js';

/** Accounts elsewhere, as their owner sees and connects them. */
@Injectable()
export class ConnectionsService {
  constructor(
    private readonly repository: ConnectionsRepository,
    private readonly providers: ProvidersService,
    private readonly mails: ConnectionMailsService,
    private readonly proofs: StrongProofsService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, limit: number, cursor?: string): Promise<Page<Connection>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, idCursor);
    const { connection } = this.database;
    const rows = await this.repository.list(connection, caller.userId, limit, before);
    return toPage(
      rows,
      limit,
      (row) => row.id,
      (row) => this.toConnection(row),
    );
  }

  /** @throws AppError `reauthentication_required`, see `StrongProofsService` */
  async assertMayLink(caller: SessionCaller): Promise<void> {
    await this.proofs.assert(this.database.connection, caller);
  }

  /** @throws AppError `connection_taken`, by whomever; `unauthenticated` when the session ended meanwhile. */
  async link(
    caller: SessionCaller,
    provider: string,
    identity: ForeignIdentity,
  ): Promise<Connection> {
    const { userId } = caller;
    const row = newConnection(userId, provider, identity, this.clock.now());
    const { organizationId } = caller;
    await this.database.transaction(async (tx) => {
      await this.repository.lockOwner(tx, userId);
      if (!(await this.repository.hasSession(tx, caller.sessionId)))
        throw new AppError('unauthenticated');
      if (!(await this.repository.insert(tx, row))) throw new AppError('connection_taken');
      const linked = { userId, connectionId: row.id, provider };
      await this.events.add(tx, events.connectionLinked, linked, { organizationId });
      await this.mails.linked(tx, userId, this.providers.labelOf(provider));
    });
    return this.toConnection(row);
  }

  private toConnection(row: ConnectionRow): Connection {
    return {
      id: row.id,
      provider: row.provider,
      label: this.providers.labelOf(row.provider),
      email: row.email,
      createdAt: row.createdAt.toISOString(),
      lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    };
  }
}
