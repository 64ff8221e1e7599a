import { createHash } from 'node:crypto';
import { DelayedError, type Job, UnrecoverableError } from 'bullmq';
import { type Clock, days, hours, seconds } from '../../kernel/clock.js';
import type { AddOptions, JobPayload, Schedule } from './jobs.js';
import type { JobQueue, JobWorker } from './queue-backend.js';
import type { QueueConnection } from './queue-connection.js';

/** Time after which a job that nobody knows is given up: its name belongs to no version any more. */
const unknownAfter = hours(1);

/** A job that was given up, after all its tries. What it was given is nobody's to see. */
export interface FailedJob {
  readonly id: string;
  readonly name: string;
  /** In the words of its last try. */
  readonly error: string;
  readonly attempts: number;
  readonly failedAt: Date;
}

/** `later`: enough of its name are under way. `unknown`: no job of this version has the name. */
export type JobOutcome = 'done' | 'later' | 'unknown';

/** Does a job. */
export type JobRunner = (job: Job<object>) => Promise<JobOutcome>;

/** Jobs of a queue that a process does at once: most of them wait for others nearly all of the time. */
const jobsAtOnce = 16;
/** How soon it is looked again whether there is room for a job. */
const laterIs = seconds(1);
/** How soon it is looked again whether there is a process that knows a job. */
const unknownIs = seconds(5);

/** The queue of a tier's jobs, and the worker that does them in this process. */
export class WorkQueue {
  private opened: JobQueue | null = null;
  private worker: JobWorker | null = null;

  constructor(
    private readonly name: string,
    private readonly connection: QueueConnection,
    private readonly clock: Clock,
  ) {}

  /** @throws an Error when the queue is away. */
  async add(name: string, payload: JobPayload, options: AddOptions): Promise<void> {
    const { delay, idempotencyKey } = options;
    const job = this.queue.add(name, payload, {
      ...(delay === undefined ? {} : { delay }),
      ...(idempotencyKey === undefined
        ? {}
        : {
            jobId: keyOf(name, idempotencyKey),
            removeOnComplete: { age: days(1) / 1000 },
          }),
    });
    await this.connection.inTime(job);
  }

  /** Jobs that wait for a worker or are at work; not those that are due later. */
  async depth(): Promise<number> {
    const counted = this.queue.getJobCounts('waiting', 'prioritized', 'active');
    const counts = await this.connection.inTime(counted);
    return Object.values(counts).reduce((sum, count) => sum + count, 0);
  }

  async countFailed(): Promise<number> {
    return this.connection.inTime(this.queue.getFailedCount());
  }

  /** Jobs that were given up, latest first. */
  async listFailed(limit: number): Promise<FailedJob[]> {
    const jobs = await this.connection.inTime(this.queue.getFailed(0, limit - 1));
    return jobs.map(({ id = '', name, failedReason, attemptsMade, finishedOn = 0 }) => ({
      id,
      name,
      error: (failedReason ?? '').slice(0, 500),
      attempts: attemptsMade,
      failedAt: new Date(finishedOn),
    }));
  }

  /** Has a job done again that was given up; it gets all its tries back. @returns its name; null where there is no such job. */
  async retryFailed(id: string): Promise<string | null> {
    const job = await this.connection.inTime(this.queue.getJob(id));
    if (!job || !(await job.isFailed())) return null;
    await this.connection.inTime(job.retry('failed', { resetAttemptsMade: true }));
    return job.name;
  }

  async schedule(name: string, schedule: Schedule): Promise<void> {
    const added = this.queue.upsertJobScheduler(name, timesOf(schedule), { name, data: {} });
    await this.connection.atStart(added);
  }

  /** @param key that a recurring job names as its own. */
  async unschedule(key: string): Promise<void> {
    await this.queue.removeJobScheduler(key);
  }

  /** Names of the jobs that are known to recur. */
  async scheduled(): Promise<ReadonlySet<string>> {
    const known = await this.connection.inTime(this.queue.getJobSchedulers());
    return new Set(known.map(({ key }) => key));
  }

  /** Begins to do jobs. */
  work(run: JobRunner): void {
    this.worker = this.connection.worker(
      this.name,
      async (job, token) => {
        const outcome = await run(job);
        if (outcome === 'later') await this.postpone(job, token, laterIs);
        if (outcome === 'unknown') await this.leave(job, token);
      },
      { concurrency: jobsAtOnce },
    );
  }

  /** Lets what was begun come to its end. */
  async stop(): Promise<void> {
    if (this.worker) await this.connection.stop([this.worker]);
    await this.opened?.close();
  }

  private get queue(): JobQueue {
    this.opened ??= this.connection.queue(this.name, {
      defaultJobOptions: {
        attempts: 8,
        backoff: { type: 'exponential', delay: seconds(2) },
        removeOnComplete: true,
        removeOnFail: { age: days(7) / 1000, count: 1000 },
      },
    });
    return this.opened;
  }

  /** Another service may know the job; a schedule that nobody knows any more ends. */
  private async leave(job: Job<object>, token: string | undefined): Promise<never> {
    const age = this.clock.now().getTime() - job.timestamp;
    if (age > unknownAfter) {
      if (job.repeatJobKey) await this.unschedule(job.repeatJobKey);
      throw new UnrecoverableError(`no job is named ${job.name}`);
    }
    return this.postpone(job, token, unknownIs);
  }

  private async postpone(
    job: Job<object>,
    token: string | undefined,
    wait: number,
  ): Promise<never> {
    await job.moveToDelayed(Date.now() + wait, token);
    throw new DelayedError();
  }
}

/** A job id of any key: BullMQ does not take every character. */
const keyOf = (name: string, key: string): string =>
  `key-${createHash('sha256').update(`${name}\n${key}`).digest('hex')}`;

const timesOf = (schedule: Schedule) =>
  'cron' in schedule ? { pattern: schedule.cron, tz: 'UTC' } : { every: schedule.every };
