import { Injectable } from '@nestjs/common';
import { after, Clock, days, hours } from '../../../kernel/clock.js';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { AddressesRepository } from '../carriage/addresses.repository.js';
import { TextsRepository } from '../carriage/texts.repository.js';
import { NoticesRepository } from '../notices/notices.repository.js';
import { DeliveriesRepository } from './deliveries.repository.js';

/** Removes what is past its retention of what was sent. */
@Injectable()
export class DeliveriesJob {
  constructor(
    private readonly deliveries: DeliveriesRepository,
    private readonly notices: NoticesRepository,
    private readonly texts: TextsRepository,
    private readonly addresses: AddressesRepository,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    jobs: Jobs,
  ) {
    const schedule = { every: hours(1) };
    jobs.register('notifications.purge-deliveries', () => this.purge(), { schedule });
  }

  async purge(): Promise<void> {
    const before = after(this.clock.now(), -days(this.config.GATEHOUSE_KEEP_NOTIFICATIONS_DAYS));
    const { connection } = this.database;
    for (const repository of [this.deliveries, this.notices, this.texts, this.addresses])
      await repository.purge(connection, before);
  }
}
