import { Injectable } from '@nestjs/common';
import { criticalCategories } from '@gatehouse/contracts/notifications/categories';
import { Clock, seconds } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { Logger } from '../../../platform/telemetry/logger.js';
import { Metrics } from '../../../platform/telemetry/metrics.js';
import { Pump } from '../pump.js';
import { CarriageRepository, type DueAddress } from './carriage.repository.js';
import { CarriageService } from './carriage.service.js';

/** How often it looks for what became due. */
const lookEvery = seconds(1);
/** Deliveries looked up at once. */
const atOnce = 50;
/** Addresses served at the same time: most of the work is waiting for the database. */
const places = 4;

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

  /** What is critical goes first, whatever else waits. */
  async workDue(): Promise<boolean> {
    const { connection } = this.database;
    const now = this.clock.now();
    const urgent = await this.repository.listDue(connection, now, atOnce, criticalCategories);
    const due = await this.repository.listDue(connection, now, atOnce);
    const carried = await this.carryAll(eachOnce([...urgent, ...due]));
    return due.length === atOnce && carried > 0;
  }

  /** @returns at how many addresses that worked. */
  private async carryAll(due: readonly DueAddress[]): Promise<number> {
    const rest = due.values();
    let carried = 0;
    const fillPlace = async () => {
      for (const one of rest) if (await this.carry(one)) carried += 1;
    };
    await Promise.all(Array.from({ length: places }, fillPlace));
    return carried;
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

const eachOnce = (due: readonly DueAddress[]): DueAddress[] => [
  ...new Map(
    due.map((one) => [`${one.channel} ${one.addressKey} ${one.userId}`, one] as const),
  ).values(),
];
