import { Injectable } from '@nestjs/common';
import { seconds } from '../../../../kernel/clock.js';
import { Config } from '../../../../platform/config/config.js';
import { Jobs } from '../../../../platform/jobs/jobs.js';
import { ErasingService } from './erasing.service.js';
import { SweepingService } from './sweeping.service.js';

/**
 * Erases people whose day has come: at once from identity's tables and the mails, and by the event
 * `user.erased` from what its listeners keep; from the events themselves once all have had them.
 */
@Injectable()
export class ErasureJob {
  constructor(
    private readonly erasing: ErasingService,
    private readonly sweeping: SweepingService,
    config: Config,
    jobs: Jobs,
  ) {
    jobs.register('identity.erase', () => this.run(), {
      schedule: { every: seconds(config.GATEHOUSE_ERASURE_EVERY_SECONDS) },
    });
  }

  /** One person who cannot be erased holds nobody else up. @throws AggregateError of what went wrong */
  async run(): Promise<void> {
    const failures: unknown[] = [];
    const note = (error: unknown) => void failures.push(error);
    for (const userId of await this.erasing.listDue()) await this.erasing.erase(userId).catch(note);
    for (const person of await this.sweeping.listUnswept())
      await this.sweeping.sweep(person).catch(note);
    if (failures.length > 0) throw new AggregateError(failures, 'people were not erased');
  }
}
