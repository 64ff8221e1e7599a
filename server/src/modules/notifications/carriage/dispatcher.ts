import { Injectable } from '@nestjs/common';
import { Clock, seconds } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { Logger } from '../../../platform/telemetry/logger.js';
import { Metrics } from '../../../platform/telemetry/metrics.js';
import { Pump } from '../pump.js';
import { CarriageRepository, type DueAddress } from './carriage.repository.js';
import { CarriageService } from './carriage.service.js';

/** How often it looks for what became due. */
const lookEvery = seconds(1);
/** Addresses looked up at once. */
const atOnce = 50;

/** Looks for addresses whose turn it is. */
@Injectable()
export class Dispatcher extends Pump {
  constructor(
    private readonly repository: CarriageRepository,
    private readonly carriage: CarriageService,
    private readonly database: Database,
    private readonly clock: Clock,
    logger: Logger,
    metrics: Metrics,
  ) {
    super(lookEvery, 'Notifications could not be dispatched', logger);
    const count = () => repository.countDue(database.connection, clock.now());
    metrics.gauge('notifications_waiting', 'Notifications that are to leave the house now', count);
  }

  async workDue(): Promise<boolean> {
    const due = await this.repository.listDue(this.database.connection, this.clock.now(), atOnce);
    let carried = 0;
    for (const one of due) if (await this.carry(one)) carried += 1;
    return due.length === atOnce && carried > 0;
  }

  /** One that cannot be sent holds up no other, and comes again later. */
  private async carry(due: DueAddress): Promise<boolean> {
    try {
      await this.carriage.carry(due);
      return true;
    } catch (error) {
      this.logger.error('A notification could not be made a message', { error });
      await this.carriage.putOff(due, error);
      return false;
    }
  }
}
