import { createHash } from 'node:crypto';
import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DelayedError, type Job, UnrecoverableError } from 'bullmq';
import { Clock, days, hours, seconds } from '../../kernel/clock.js';
import { Logger } from '../telemetry/logger.js';
import type { JobQueue, JobWorker } from './queue-backend.js';
import { QueueConnection } from './queue-connection.js';

export type JobPayload = Readonly<Record<string, unknown>>;
export type JobHandler<T extends JobPayload> = (payload: T) => Promise<void>;

/** When a recurring job runs: a cron expression in UTC, or a period in milliseconds. */
export type Schedule = { readonly cron: string } | { readonly every: number };

export interface AddOptions {
  /** Milliseconds to wait before it runs. */
  readonly delay?: number;
  /** Of any number of adds with one key within a day, one runs. */
  readonly idempotencyKey?: string;
}

interface Registration {
  readonly handler: JobHandler<JobPayload>;
  readonly schedule: Schedule | undefined;
}

const queueName = 'jobs';
/** Time after which a job that nobody knows is given up: its name belongs to no version any more. */
const unknownAfter = hours(1);

/** How often it is seen to that recurring jobs are still known where they can be forgotten. */
const remindEvery = seconds(15);

/** Runs work in the background: at least once, on one instance at a time, tried again when it fails. */
@Injectable()
export class Jobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly registrations = new Map<string, Registration>();
  private opened: JobQueue | null = null;
  private worker: JobWorker | null = null;
  private upkeep: NodeJS.Timeout | undefined;

  constructor(
    private readonly connection: QueueConnection,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /**
   * Says how to do a job; with a schedule, it is also added by itself, once for all instances.
   * Belongs in a module's construction, before the start.
   * @param name unique, `module.verb`.
   */
  register<T extends JobPayload>(
    name: string,
    handler: JobHandler<T>,
    options: { readonly schedule?: Schedule } = {},
  ): void {
    if (this.registrations.has(name)) throw new Error(`two jobs are named ${name}`);
    this.registrations.set(name, {
      handler: handler as JobHandler<never> as JobHandler<JobPayload>,
      schedule: options.schedule,
    });
  }

  /**
   * Adds a job; it runs soon, or after the delay.
   * @throws an Error when the queue is away.
   */
  async add(name: string, payload: JobPayload, options: AddOptions = {}): Promise<void> {
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

  async onApplicationBootstrap(): Promise<void> {
    if (this.registrations.size === 0) return;
    await this.scheduleAll();
    if (this.connection.forgets) this.upkeep = setInterval(() => void this.remind(), remindEvery);
    this.worker = this.connection.worker(queueName, (job, token) => this.run(job, token), {
      concurrency: 4,
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.upkeep);
    if (this.worker) await this.connection.stop([this.worker]);
    await this.opened?.close();
  }

  private get queue(): JobQueue {
    this.opened ??= this.connection.queue(queueName, {
      defaultJobOptions: {
        attempts: 8,
        backoff: { type: 'exponential', delay: seconds(2) },
        removeOnComplete: true,
        removeOnFail: { age: days(7) / 1000, count: 1000 },
      },
    });
    return this.opened;
  }

  /** A queue that is away gets its schedules later, where it can forget them anyway. */
  private async scheduleAll(): Promise<void> {
    for (const [name, { schedule }] of this.registrations)
      if (schedule)
        await this.schedule(name, schedule).catch((error: unknown) => {
          if (!this.connection.forgets) throw error;
          this.logger.warn('a recurring job could not be added yet', { job: name, error });
        });
  }

  private async schedule(name: string, schedule: Schedule): Promise<void> {
    const added = this.queue.upsertJobScheduler(name, timesOf(schedule), { name, data: {} });
    await this.connection.inTime(added);
  }

  /** Adds recurring jobs again that the queue has forgotten. */
  private async remind(): Promise<void> {
    try {
      const known = await this.connection.inTime(this.queue.getJobSchedulers());
      const names = new Set(known.map(({ key }) => key));
      for (const [name, { schedule }] of this.registrations)
        if (schedule && !names.has(name)) await this.schedule(name, schedule);
    } catch {
      // It is away, which is told elsewhere; the next time will do.
    }
  }

  private async run(job: Job<object>, token: string | undefined): Promise<void> {
    const registration = this.registrations.get(job.name);
    if (!registration) return this.leave(job, token);
    try {
      await registration.handler(job.data as JobPayload);
    } catch (error) {
      this.logger.warn('a job failed', { job: job.name, attempt: job.attemptsMade + 1, error });
      throw error;
    }
  }

  /** Another service may know the job; a schedule that nobody knows any more ends. */
  private async leave(job: Job<object>, token: string | undefined): Promise<never> {
    const age = this.clock.now().getTime() - job.timestamp;
    if (age > unknownAfter) {
      if (job.repeatJobKey) await this.queue.removeJobScheduler(job.repeatJobKey);
      throw new UnrecoverableError(`no job is named ${job.name}`);
    }
    await job.moveToDelayed(Date.now() + seconds(5), token);
    throw new DelayedError();
  }
}

/** A job id of any key: BullMQ does not take every character. */
const keyOf = (name: string, key: string): string =>
  `key-${createHash('sha256').update(`${name}\n${key}`).digest('hex')}`;

const timesOf = (schedule: Schedule) =>
  'cron' in schedule ? { pattern: schedule.cron, tz: 'UTC' } : { every: schedule.every };
