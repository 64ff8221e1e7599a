import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Job } from 'bullmq';
import { Clock, seconds } from '../../kernel/clock.js';
import { type Tier, tierOf, tiers } from '../config/apps/apps.js';
import { Config } from '../config/config.js';
import { Logger } from '../telemetry/logger.js';
import { QueueConnection } from './queue-connection.js';
import { UnderWay } from './under-way.js';
import { type FailedJob, type JobOutcome, WorkQueue } from './work-queue.js';

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

export interface RegisterOptions {
  /**
   * When it also runs by itself, once for all instances. A turn that comes while the last one is
   * under way here is taken right after it.
   */
  readonly schedule?: Schedule;
  /** Its turns may run beside each other: it looks itself for what is under way. */
  readonly overlaps?: true;
  /** Most of them that one process does at once; left out: as many as there is room for. */
  readonly atOnce?: number;
}

interface Registration extends RegisterOptions {
  readonly handler: JobHandler<JobPayload>;
}

const queueNames: Readonly<Record<Tier, string>> = {
  main: 'jobs',
  notifications: 'jobs.notifications',
};

/** How often it is seen to that recurring jobs are still known where they can be forgotten. */
const remindEvery = seconds(15);

/**
 * Runs work in the background: at least once, on one instance at a time, tried again when it fails.
 * Each tier has a queue of its own, so that a process takes only jobs of the tiers whose work it does.
 */
@Injectable()
export class Jobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly registrations = new Map<string, Registration>();
  private readonly underWay = new UnderWay();
  private readonly queues: Readonly<Record<Tier, WorkQueue>>;
  private upkeep: NodeJS.Timeout | undefined;

  constructor(
    private readonly connection: QueueConnection,
    private readonly config: Config,
    private readonly logger: Logger,
    clock: Clock,
  ) {
    const open = (tier: Tier) => new WorkQueue(queueNames[tier], connection, clock);
    this.queues = { main: open('main'), notifications: open('notifications') };
  }

  /**
   * Says how to do a job. Belongs in a module's construction, before the start.
   * @param name unique, `module.verb`.
   */
  register<T extends JobPayload>(
    name: string,
    handler: JobHandler<T>,
    options: RegisterOptions = {},
  ): void {
    if (this.registrations.has(name)) throw new Error(`two jobs are named ${name}`);
    this.registrations.set(name, {
      handler: handler as JobHandler<never> as JobHandler<JobPayload>,
      ...options,
    });
  }

  /**
   * Adds a job; it runs soon, or after the delay, in a process that does its tier's work.
   * @throws an Error when the queue is away.
   */
  async add(name: string, payload: JobPayload, options: AddOptions = {}): Promise<void> {
    await this.queues[tierOfJob(name)].add(name, payload, options);
  }

  /** Whether this process does jobs of this name. */
  runsHere(name: string): boolean {
    return this.config.tiers.includes(tierOfJob(name));
  }

  /** Jobs that wait for a worker or are at work; not those that are due later. */
  async depth(): Promise<number> {
    const depths = await Promise.all(tiers.map((tier) => this.queues[tier].depth()));
    return depths.reduce((sum, depth) => sum + depth, 0);
  }

  /** Jobs that were given up, and are kept for a week. */
  async countFailed(): Promise<number> {
    const counts = await Promise.all(tiers.map((tier) => this.queues[tier].countFailed()));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** Jobs that were given up, latest first. @throws an Error when the queue is away. */
  async listFailed(limit: number): Promise<(FailedJob & { readonly tier: Tier })[]> {
    const lists = await Promise.all(
      tiers.map(async (tier) =>
        (await this.queues[tier].listFailed(limit)).map((job) => ({ ...job, tier })),
      ),
    );
    const latestFirst = lists
      .flat()
      .toSorted((one, other) => other.failedAt.getTime() - one.failedAt.getTime());
    return latestFirst.slice(0, limit);
  }

  /** Has a job done again that was given up. @returns its name; null where there is no such job. */
  async retryFailed(tier: Tier, id: string): Promise<string | null> {
    return this.queues[tier].retryFailed(id);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.scheduleAll();
    for (const tier of this.config.tiers)
      if (this.namesOf(tier).length > 0) this.queues[tier].work((job) => this.run(tier, job));
    if (this.connection.forgets && this.config.tiers.length > 0)
      this.upkeep = setInterval(() => void this.remind(), remindEvery);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.upkeep);
    await Promise.all(tiers.map((tier) => this.queues[tier].stop()));
  }

  private namesOf(tier: Tier): string[] {
    return [...this.registrations.keys()].filter((name) => tierOfJob(name) === tier);
  }

  /**
   * A queue that is away gets its schedules later, where it can forget them anyway. Whoever waited for
   * each of them would be minutes late.
   */
  private async scheduleAll(): Promise<void> {
    try {
      for (const tier of this.config.tiers)
        for (const name of this.namesOf(tier)) await this.schedule(name);
    } catch (error) {
      if (!this.connection.forgets) throw error;
      this.logger.warn('recurring jobs could not be added yet', { error });
    }
  }

  private async schedule(name: string): Promise<void> {
    const schedule = this.registrations.get(name)?.schedule;
    if (schedule) await this.queues[tierOfJob(name)].schedule(name, schedule);
  }

  /** Adds recurring jobs again that the queue has forgotten. */
  private async remind(): Promise<void> {
    try {
      for (const tier of this.config.tiers) {
        const known = await this.queues[tier].scheduled();
        for (const name of this.namesOf(tier)) if (!known.has(name)) await this.schedule(name);
      }
    } catch {
      // It is away, which is told elsewhere; the next time will do.
    }
  }

  private async run(tier: Tier, job: Job<object>): Promise<JobOutcome> {
    const registration = this.registrations.get(job.name);
    if (!registration) return 'unknown';
    if (tierOfJob(job.name) !== tier) return this.forward(tier, job);
    const { atOnce = Infinity } = registration;
    if (this.underWay.countOf(job.name) >= atOnce) return 'later';
    try {
      await this.take(job, registration);
    } catch (error) {
      this.logger.warn('a job failed', { job: job.name, attempt: job.attemptsMade + 1, error });
      throw error;
    }
    return 'done';
  }

  /**
   * Where a recurring job takes longer than its period, turns beside each other would do its work
   * several times, and leave no room for other jobs.
   */
  private async take(job: Job<object>, registration: Registration): Promise<void> {
    const { handler, schedule, overlaps } = registration;
    const work = () => handler(job.data as JobPayload);
    if (schedule && !overlaps) await this.underWay.alone(job.name, work);
    else await this.underWay.beside(job.name, work);
  }

  /** Hands over what an earlier version put here, before its module had another tier. */
  private async forward(tier: Tier, job: Job<object>): Promise<'done'> {
    if (job.repeatJobKey) await this.queues[tier].unschedule(job.repeatJobKey);
    else await this.add(job.name, job.data as JobPayload);
    return 'done';
  }
}

/** Tier of a job, by the module that its name begins with. */
const tierOfJob = (name: string): Tier => tierOf(name.split('.', 1)[0] ?? '');
