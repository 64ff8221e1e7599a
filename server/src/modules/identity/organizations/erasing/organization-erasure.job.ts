import { Injectable } from '@nestjs/common';
import { seconds } from '../../../../kernel/clock.js';
import { Config } from '../../../../platform/config/config.js';
import { Jobs } from '../../../../platform/jobs/jobs.js';
import { OrganizationErasingService } from './organization-erasing.service.js';
import { OrganizationSweepingService } from './organization-sweeping.service.js';

/** Tells the owners of closed organizations, erases those whose day has come, and sweeps their events. */
@Injectable()
export class OrganizationErasureJob {
  constructor(
    private readonly erasing: OrganizationErasingService,
    private readonly sweeping: OrganizationSweepingService,
    config: Config,
    jobs: Jobs,
  ) {
    jobs.register('identity.erase-organizations', () => this.run(), {
      schedule: { every: seconds(config.GATEHOUSE_ERASURE_EVERY_SECONDS) },
    });
  }

  /** One that cannot be erased holds no other up. @throws AggregateError of what went wrong */
  async run(): Promise<void> {
    const failures: unknown[] = [];
    const note = (error: unknown) => void failures.push(error);
    for (const id of await this.erasing.listToTell()) await this.erasing.tell(id).catch(note);
    for (const id of await this.erasing.listDue()) await this.erasing.erase(id).catch(note);
    for (const id of await this.sweeping.listUnswept()) await this.sweeping.sweep(id).catch(note);
    if (failures.length > 0) throw new AggregateError(failures, 'organizations were not erased');
  }
}
