import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import type { Step } from '../../../platform/jobs/stepwise-job.js';
import { DeliveriesRepository } from '../deliveries/deliveries.repository.js';
import { Dispatcher } from '../sending/dispatcher.js';
import { RecoveriesRepository } from './recoveries.repository.js';
import type { RecoveryRow } from './recoveries.table.js';

/** Deliveries of one transaction. */
const batchSize = 500;

/**
 * Puts failed deliveries on the schedule again, in the order of their ids. Those of a batch and how
 * far the recovery has got commit together, and it never goes back: each is queued once at most,
 * whoever is killed at which moment, and also where it has failed again meanwhile.
 */
@Injectable()
export class Recoverer {
  constructor(
    private readonly recoveries: RecoveriesRepository,
    private readonly deliveries: DeliveriesRepository,
    private readonly dispatcher: Dispatcher,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Goes on with a recovery by one batch. */
  async step(): Promise<Step> {
    const step = await this.database.transaction(async (tx) => {
      const recovery = await this.recoveries.lockUnfinished(tx);
      if (!recovery) return 'none';
      await (recovery.total === null ? this.begin(tx, recovery) : this.goOn(tx, recovery));
      return 'more';
    });
    if (step === 'more') this.dispatcher.wake();
    return step;
  }

  private async begin(tx: Transaction, recovery: RecoveryRow): Promise<void> {
    const total = await this.deliveries.countFailed(tx, recovery);
    await this.recoveries.update(tx, recovery.id, { total });
  }

  private async goOn(tx: Transaction, recovery: RecoveryRow): Promise<void> {
    const { id, position } = recovery;
    const now = this.clock.now();
    const queued = await this.deliveries.restartFailed(tx, recovery, position, batchSize, now);
    const last = queued.at(-1);
    await this.recoveries.update(
      tx,
      id,
      last === undefined
        ? { state: 'done', finishedAt: now }
        : { position: last, recovered: recovery.recovered + queued.length },
    );
  }
}
