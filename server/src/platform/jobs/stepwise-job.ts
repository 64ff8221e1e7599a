import { setTimeout as sleep } from 'node:timers/promises';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { minutes } from '../../kernel/clock.js';
import type { Logger } from '../telemetry/logger.js';
import type { Jobs } from './jobs.js';

/** `busy`: it is somebody else's turn; again in a moment. */
export type Step = 'more' | 'busy' | 'none';

/** Wait for a turn, in milliseconds. */
const politeness = 25;

/**
 * Long work that somebody started, written down in a table and done step by step. Each step commits
 * what it did together with how far that is, so a process that is killed leaves nothing undone and
 * nothing done twice: the next one goes on from there.
 */
export abstract class StepwiseJob implements OnApplicationBootstrap, OnModuleDestroy {
  private stopping = false;

  constructor(
    private readonly name: string,
    private readonly jobs: Jobs,
    private readonly logger: Logger,
  ) {
    jobs.register(name, () => this.run(), { schedule: { every: minutes(1) } });
  }

  /** Goes on with what is unfinished, in one transaction. */
  protected abstract step(): Promise<Step>;

  /** What a process that was killed had in hand goes on at once. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.jobs.runsHere(this.name)) await this.begin();
  }

  onModuleDestroy(): void {
    this.stopping = true;
  }

  /** Begins with what was just written down. Only a hint: the schedule finds it too. */
  async begin(): Promise<void> {
    await this.jobs.add(this.name, {}).catch((error: unknown) => {
      this.logger.warn('a job begins later: the queue did not take it', { job: this.name, error });
    });
  }

  /** Goes on where the last one stopped, until nothing is left or this process stops. */
  async run(): Promise<void> {
    while (!this.stopping) {
      const step = await this.step();
      if (step === 'none') return;
      if (step === 'busy') await sleep(politeness);
    }
  }
}
