import { Injectable } from '@nestjs/common';
import type { FailedJob } from '@gatehouse/contracts/event-log';
import { events } from '@gatehouse/contracts/events';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { Jobs } from '../../../platform/jobs/jobs.js';

/** Most that a list shows. */
const most = 100;

/** Work in the background that was given up, for the staff. */
@Injectable()
export class FailedJobsService {
  constructor(
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  async list(): Promise<FailedJob[]> {
    const failed = await this.jobs.listFailed(most);
    return failed.map(({ failedAt, ...job }) => ({ ...job, failedAt: failedAt.toISOString() }));
  }

  /** @throws AppError `not_found` */
  async retry(tier: FailedJob['tier'], jobId: string): Promise<void> {
    const name = await this.jobs.retryFailed(tier, jobId);
    if (name === null) throw new AppError('not_found');
    const about = { organizationId: null, subject: `job/${jobId}` };
    await this.database.transaction((tx) =>
      this.events.add(tx, events.jobRetried, { name, jobId }, about),
    );
  }
}
