import { setTimeout as sleep } from 'node:timers/promises';
import { DelayedError, type Job } from 'bullmq';
import { atMost, Clock, days, seconds } from '../../../../kernel/clock.js';
import type { JobQueue, JobWorker } from '../../../jobs/queue-backend.js';
import { QueueConnection } from '../../../jobs/queue-connection.js';
import {
  type DeliveryOutcome,
  type EventBatch,
  type EventConsumer,
  EventTransport,
  type PublishOptions,
} from '../event-transport.js';
import { share, type SharedBatch, split } from './shared-batch.js';

/** What the queue of an address brings. */
type Payload = EventBatch | { readonly retry: true };

type GivenInAMoment = DeliveryOutcome['status'] | 'failed' | 'slow';

/** Time after which a batch is given again whose turn it was not, in milliseconds. */
const putOffFor = 25;
/** Times that it is given again so soon; then the time doubles. */
const soonTimes = 10;
const longestPutOff = seconds(1);
/** Time that batches which travel together have; what takes longer goes on alone, in milliseconds. */
const moment = 250;
/** Rest after each address whose batch may take its time, in milliseconds. */
const rest = 15;
/** A job that has waited this long is late: its batches may not take their time any more. */
const lateAfter = seconds(1);
/** Longest that stopping waits for what was begun. */
const stopTimeout = seconds(10);
/** How long a batch is kept that nobody could take; the tables know its events. */
const failedKeptFor = days(7);

/**
 * A batch whose process died is given to another one this soon. Shorter than BullMQ's own, because
 * who only froze, and goes on, finds in the inbox that its events were had.
 */
const lease = { lockDuration: seconds(6), stalledInterval: seconds(3) };

/**
 * Carries events over BullMQ. Batches of one publication travel together, in one job for all addresses
 * of a group: most of what a batch costs is its job. Each address has a queue of its own beside, for
 * what is tried again, or was not had in a moment: nobody waits behind whoever is slow.
 */
export class BullmqTransport extends EventTransport {
  private readonly queues = new Map<string, JobQueue>();
  private workers: JobWorker[] = [];
  /** What goes on though its job has ended. */
  private readonly slow = new Set<Promise<unknown>>();

  /** @param groupOf group of an address: the same processes handle all of a group, and none is more urgent than another. */
  constructor(
    private readonly connection: QueueConnection,
    private readonly clock: Clock,
    private readonly groupOf: (address: string) => string,
  ) {
    super();
  }

  override async start(addresses: readonly string[], consumer: EventConsumer): Promise<void> {
    const groups = new Set(addresses.map((address) => this.groupOf(address)));
    const together = [...groups].map((group) =>
      this.connection.worker(
        togetherIn(group),
        (job, token) => this.handOverTogether(consumer, job, token),
        lease,
      ),
    );
    const alone = addresses.map((address) =>
      this.connection.worker(
        aloneTo(address),
        (job, token) => this.handOverAlone(consumer, address, job, token),
        lease,
      ),
    );
    this.workers = [...together, ...alone];
    const ready = Promise.all(this.workers.map((worker) => worker.waitUntilReady()));
    await this.connection.atStart(ready).catch((error: unknown) => {
      // They begin when it is back; the outbox keeps the events meanwhile.
      if (!this.connection.forgets) throw error;
    });
  }

  override async publish(batches: readonly EventBatch[], options?: PublishOptions): Promise<void> {
    const groups = Map.groupBy(batches, ({ address }) => this.groupOf(address));
    const added = [...groups].map(([group, own]) =>
      this.queue(togetherIn(group)).add('batches', share(own, options)),
    );
    await this.connection.inTime(Promise.all(added));
  }

  override async retryAt(address: string, at: Date): Promise<void> {
    const delay = Math.max(0, at.getTime() - this.clock.now().getTime());
    const added = this.queue(aloneTo(address)).add('retry', { retry: true }, { delay });
    await this.connection.inTime(added);
  }

  override async backlog(address: string): Promise<number> {
    const names = [aloneTo(address), togetherIn(this.groupOf(address))];
    const counts = await Promise.all(names.map((name) => this.lengthOf(name)));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  override async check(): Promise<void> {
    await Promise.all([...this.queues.keys()].map((name) => this.lengthOf(name)));
  }

  override async stop(): Promise<void> {
    await atMost(stopTimeout, this.endWork()).catch(() => {});
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
  }

  private async endWork(): Promise<void> {
    await this.connection.stop(this.workers);
    await Promise.allSettled(this.slow);
  }

  private async handOverTogether(
    consumer: EventConsumer,
    job: Job<object>,
    token: string | undefined,
  ): Promise<void> {
    const shared = job.data as SharedBatch;
    const batches = split(shared);
    const isLate = Date.now() - job.timestamp > lateAfter;
    const outcomes =
      shared.unhurried && !isLate
        ? await this.giveInTurn(consumer, batches)
        : await Promise.all(batches.map((batch) => this.giveInAMoment(consumer, batch)));
    // Another process has the turns yet; all will be had when it gives them back.
    if (outcomes.every((outcome) => outcome === 'put_off')) await putOff(job, token);
    const left = batches.filter((_, index) => outcomes[index] !== 'done');
    const added = left.map((batch) =>
      this.queue(aloneTo(batch.address)).add('batch', batch, { delay: putOffFor }),
    );
    await this.connection.inTime(Promise.all(added));
  }

  /** One address after the other: all at once, what they do would keep people's requests from the cores. */
  private async giveInTurn(
    consumer: EventConsumer,
    batches: readonly EventBatch[],
  ): Promise<GivenInAMoment[]> {
    const outcomes: GivenInAMoment[] = [];
    for (const batch of batches) {
      outcomes.push(await this.giveInAMoment(consumer, batch));
      await sleep(rest);
    }
    return outcomes;
  }

  /**
   * What fails is tried again alone, and what takes long is given again so, in case this process does
   * not come to its end; the inbox knows what was had.
   */
  private async giveInAMoment(consumer: EventConsumer, batch: EventBatch): Promise<GivenInAMoment> {
    const given = this.settle(batch.address, consumer.deliver(batch)).catch(
      () => 'failed' as const,
    );
    this.slow.add(given);
    void given.finally(() => this.slow.delete(given));
    return Promise.race([given, sleep(moment, 'slow' as const, { ref: false })]);
  }

  private async handOverAlone(
    consumer: EventConsumer,
    address: string,
    job: Job<object>,
    token: string | undefined,
  ): Promise<void> {
    const payload = job.data as Payload;
    const given = 'retry' in payload ? consumer.retry(address) : consumer.deliver(payload);
    if ((await this.settle(address, given)) === 'put_off') await putOff(job, token);
  }

  private async settle(
    address: string,
    given: Promise<DeliveryOutcome>,
  ): Promise<DeliveryOutcome['status']> {
    const { status, retryAt } = await given;
    if (retryAt) await this.retryAt(address, retryAt);
    return status;
  }

  private async lengthOf(name: string): Promise<number> {
    const counted = this.queue(name).getJobCounts('waiting', 'active', 'delayed');
    const counts = await this.connection.inTime(counted);
    return Object.values(counts).reduce((sum, count) => sum + count, 0);
  }

  private queue(name: string): JobQueue {
    const queue =
      this.queues.get(name) ??
      this.connection.queue(name, {
        defaultJobOptions: {
          attempts: 10,
          backoff: { type: 'exponential', delay: seconds(1) },
          removeOnComplete: true,
          // What events tell of people who are erased meanwhile does not stay either.
          removeOnFail: { age: failedKeptFor / seconds(1), count: 100 },
        },
      });
    this.queues.set(name, queue);
    return queue;
  }
}

const aloneTo = (address: string): string => `events.${address}`;
const togetherIn = (group: string): string => `batches.${group}`;

async function putOff(job: Job<object>, token: string | undefined): Promise<never> {
  const doublings = Math.max(0, job.attemptsStarted - soonTimes);
  const delay = Math.min(putOffFor * 2 ** doublings, longestPutOff);
  await job.moveToDelayed(Date.now() + delay, token);
  throw new DelayedError();
}
