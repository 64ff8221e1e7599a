import { DelayedError, type Job } from 'bullmq';
import { Clock, days, seconds } from '../../../kernel/clock.js';
import type { JobQueue, JobWorker } from '../../jobs/queue-backend.js';
import { QueueConnection } from '../../jobs/queue-connection.js';
import {
  EventTransport,
  type DeliveryOutcome,
  type EventBatch,
  type EventConsumer,
} from './event-transport.js';

type Payload = EventBatch | { readonly retry: true };

/** Time after which a batch is given again whose turn it was not, in milliseconds. */
const putOffFor = 25;
/** Times that it is given again so soon; then the time doubles. */
const soonTimes = 10;
const longestPutOff = seconds(1);
/** How long a batch is kept that nobody could take; the tables know its events. */
const failedKeptFor = days(7);

/**
 * A batch whose process died is given to another one this soon. Shorter than BullMQ's own, because
 * who only froze, and goes on, finds in the inbox that its events were had.
 */
const lease = { lockDuration: seconds(6), stalledInterval: seconds(3) };

/** Carries events over BullMQ: a queue an address, a job a batch. */
export class BullmqTransport extends EventTransport {
  private readonly queues = new Map<string, JobQueue>();
  private workers: JobWorker[] = [];

  constructor(
    private readonly connection: QueueConnection,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async start(addresses: readonly string[], consumer: EventConsumer): Promise<void> {
    this.workers = addresses.map((address) =>
      this.connection.worker(
        nameOf(address),
        (job, token) => this.handOver(consumer, address, job, token),
        lease,
      ),
    );
    const ready = Promise.all(this.workers.map((worker) => worker.waitUntilReady()));
    await this.connection.atStart(ready).catch((error: unknown) => {
      // They begin when it is back; the outbox keeps the events meanwhile.
      if (!this.connection.forgets) throw error;
    });
  }

  override async publish(batches: readonly EventBatch[]): Promise<void> {
    const added = batches.map((batch) => this.queueOf(batch.address).add('batch', batch));
    await this.connection.inTime(Promise.all(added));
  }

  override async retryAt(address: string, at: Date): Promise<void> {
    const delay = Math.max(0, at.getTime() - this.clock.now().getTime());
    await this.connection.inTime(this.queueOf(address).add('retry', { retry: true }, { delay }));
  }

  override async backlog(address: string): Promise<number> {
    const counted = this.queueOf(address).getJobCounts('waiting', 'active', 'delayed');
    const counts = await this.connection.inTime(counted);
    return Object.values(counts).reduce((sum, count) => sum + count, 0);
  }

  override async check(): Promise<void> {
    await Promise.all([...this.queues.keys()].map((address) => this.backlog(address)));
  }

  override async stop(): Promise<void> {
    await this.connection.stop(this.workers);
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
  }

  private async handOver(
    consumer: EventConsumer,
    address: string,
    job: Job<object>,
    token: string | undefined,
  ): Promise<void> {
    const payload = job.data as Payload;
    const outcome: DeliveryOutcome =
      'retry' in payload ? await consumer.retry(address) : await consumer.deliver(payload);
    if (outcome.retryAt) await this.retryAt(address, outcome.retryAt);
    if (outcome.status === 'put_off') {
      const doublings = Math.max(0, job.attemptsStarted - soonTimes);
      const delay = Math.min(putOffFor * 2 ** doublings, longestPutOff);
      await job.moveToDelayed(Date.now() + delay, token);
      throw new DelayedError();
    }
  }

  private queueOf(address: string): JobQueue {
    const queue =
      this.queues.get(address) ??
      this.connection.queue(nameOf(address), {
        defaultJobOptions: {
          attempts: 10,
          backoff: { type: 'exponential', delay: seconds(1) },
          removeOnComplete: true,
          // What events tell of people who are erased meanwhile does not stay either.
          removeOnFail: { age: failedKeptFor / seconds(1), count: 100 },
        },
      });
    this.queues.set(address, queue);
    return queue;
  }
}

const nameOf = (address: string): string => `events.${address}`;
