import { Injectable } from '@nestjs/common';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { type Step, StepwiseJob } from '../../../platform/jobs/stepwise-job.js';
import { Logger } from '../../../platform/telemetry/logger.js';
import { Recoverer } from './recoverer.js';

/** Works on recoveries until none is left; looks for forgotten ones from time to time. */
@Injectable()
export class RecoveriesJob extends StepwiseJob {
  constructor(
    private readonly recoverer: Recoverer,
    jobs: Jobs,
    logger: Logger,
  ) {
    super('webhooks.recover', jobs, logger);
  }

  protected override step(): Promise<Step> {
    return this.recoverer.step();
  }
}
