import { Injectable } from '@nestjs/common';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { type Step, StepwiseJob } from '../../../platform/jobs/stepwise-job.js';
import { Logger } from '../../../platform/telemetry/logger.js';
import { Replayer } from './replayer.js';

/** Works on replays until none is left; looks for forgotten ones from time to time. */
@Injectable()
export class ReplaysJob extends StepwiseJob {
  constructor(
    private readonly replayer: Replayer,
    jobs: Jobs,
    logger: Logger,
  ) {
    super('event-log.replay', jobs, logger);
  }

  protected override step(): Promise<Step> {
    return this.replayer.step();
  }
}
