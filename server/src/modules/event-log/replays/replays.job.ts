import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { minutes } from '../../../kernel/clock.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { Logger } from '../../../platform/telemetry/logger.js';
import { Replayer } from './replayer.js';

const name = 'event-log.replay';
/** Wait for a listener that has another batch in hand, in milliseconds. */
const politeness = 25;

/** Works on replays until none is left; looks for forgotten ones from time to time. */
@Injectable()
export class ReplaysJob implements OnModuleDestroy {
  private stopping = false;

  constructor(
    private readonly replayer: Replayer,
    private readonly jobs: Jobs,
    private readonly logger: Logger,
  ) {
    jobs.register(name, () => this.run(), { schedule: { every: minutes(1) } });
  }

  onModuleDestroy(): void {
    this.stopping = true;
  }

  /** Begins with a replay that was just written down. Only a hint: the schedule finds it too. */
  async begin(): Promise<void> {
    await this.jobs.add(name, {}).catch((error: unknown) => {
      this.logger.warn('a replay begins later: the queue did not take it', { error });
    });
  }

  /** Goes on where the last one stopped, until nothing is left or this process stops. */
  async run(): Promise<void> {
    while (!this.stopping) {
      const step = await this.replayer.step();
      if (step === 'none') return;
      if (step === 'busy') await sleep(politeness);
    }
  }
}
