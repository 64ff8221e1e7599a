import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { Clock } from '../../../../kernel/clock.js';
import { Database, type Transaction } from '../../../../platform/database/database.js';
import { Events } from '../../../../platform/events/events.js';
import { DepartureService } from '../departure.service.js';
import { InactiveAccountsRepository } from '../orders/inactive-accounts.repository.js';
import { type Removed, TracesService } from './traces.service.js';

/** Erases people from identity, and tells the other modules by `user.erased` to do so. */
@Injectable()
export class ErasingService {
  constructor(
    private readonly traces: TracesService,
    private readonly departure: DepartureService,
    private readonly accounts: InactiveAccountsRepository,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** People whose day has come. */
  async listDue(): Promise<string[]> {
    return this.traces.listDue(this.clock.now());
  }

  /** @throws AppError of `DepartureService.assertMayGo` */
  async erase(userId: string): Promise<void> {
    await this.database.transaction((tx) => this.departure.assertMayGo(tx, userId));
    await this.traces.thinOut(userId);
    await this.database.transaction(async (tx) => {
      // Whoever has become the last BOSS meanwhile stays until there is another.
      await this.accounts.hold(tx, userId);
      await this.departure.assertMayGo(tx, userId);
      const removed = await this.traces.remove(tx, userId, this.clock.now());
      if (removed) await this.tell(tx, userId, removed);
    });
  }

  private async tell(tx: Transaction, userId: string, removed: Removed): Promise<void> {
    const { words, organizations } = removed;
    const told = { userId, sealedWords: words.toString('base64') };
    await this.events.add(tx, events.userErased, told, { actorId: null, organizationId: null });
    // What is told above concerns the installation: each organization hears of it apart.
    for (const organizationId of organizations) {
      const erased = { userId, organizationId };
      await this.events.add(tx, events.memberErased, erased, { actorId: null, organizationId });
    }
  }
}
