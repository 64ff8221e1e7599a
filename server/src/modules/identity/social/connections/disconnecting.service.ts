import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { AppError } from '../../../../kernel/error.js';
import { Database, type Transaction } from '../../../../platform/database/database.js';
import type { EventOptions } from '../../../../platform/events/envelope.js';
import { Events } from '../../../../platform/events/events.js';
import type { Caller } from '../../../../platform/http/caller.js';
import { WaysInService } from '../../policies/ways-in.service.js';
import { ProvidersService } from '../providers/providers.service.js';
import { ConnectionMailsService } from './connection-mails.service.js';
import { ConnectionsRepository } from './connections.repository.js';

/** Takes accounts elsewhere away from the accounts that they open. */
@Injectable()
export class DisconnectingService {
  constructor(
    private readonly repository: ConnectionsRepository,
    private readonly providers: ProvidersService,
    private readonly mails: ConnectionMailsService,
    private readonly ways: WaysInService,
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /** @throws AppError `not_found`, `last_sign_in_method` */
  async unlink({ userId, organizationId }: Caller, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.repository.lockOwner(tx, userId);
      const removed = await this.repository.remove(tx, userId, id);
      if (!removed) throw new AppError('not_found');
      await this.ways.assertLeft(tx, userId);
      const unlinked = { userId, connectionId: id, provider: removed.provider };
      await this.events.add(tx, events.connectionUnlinked, unlinked, { organizationId });
      await this.mails.unlinked(tx, userId, this.providers.labelOf(removed.provider));
    });
  }

  /** Disconnects everything, for whoever takes an account back: a stranger may have connected theirs. */
  async unlinkAll(tx: Transaction, userId: string, about: EventOptions): Promise<void> {
    for (const { id, provider } of await this.repository.removeAll(tx, userId)) {
      const unlinked = { userId, connectionId: id, provider };
      await this.events.add(tx, events.connectionUnlinked, unlinked, about);
    }
  }
}
