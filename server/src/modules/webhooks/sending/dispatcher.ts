import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { after, Clock, minutes, seconds } from '../../../kernel/clock.js';
import { Logger } from '../../../platform/telemetry/logger.js';
import { Metrics } from '../../../platform/telemetry/metrics.js';
import { SenderService, type SendingOutcome } from './sender.service.js';
import { type ClaimedDelivery, SendingRepository } from './sending.repository.js';

/** Deliveries on their way at once, in all and to one endpoint. */
const atOnce = 64;
const perEndpoint = 8;
/** Several times the time limit of a try. */
const leasedFor = minutes(2);
/** How often it looks for what became due; what has just happened is told of. */
const lookEvery = seconds(1);

/**
 * Sends what is due. Rows are claimed by leases, so that instances share the work, what a killed
 * process was sending is due again, and one that was frozen past its lease has no say any more
 * (attack 34). A slow endpoint holds `perEndpoint` places and no more.
 */
@Injectable()
export class Dispatcher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly busy = new Map<string, number>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly count: (values: { outcome: SendingOutcome }) => void;
  private timer: NodeJS.Timeout | undefined;
  private isLooking = false;
  private lookAgain = false;
  private isStopping = false;

  constructor(
    private readonly repository: SendingRepository,
    private readonly sender: SenderService,
    private readonly clock: Clock,
    private readonly logger: Logger,
    metrics: Metrics,
  ) {
    this.count = metrics.counter('webhook_attempts_total', 'Tries to send a webhook', ['outcome']);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.wake(), lookEvery).unref();
  }

  /** What is under way is brought to its end. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    await Promise.all(this.underWay);
  }

  /** Something may be due. */
  wake(): void {
    this.lookAgain = true;
    if (!this.isLooking) void this.look();
  }

  private async look(): Promise<void> {
    this.isLooking = true;
    try {
      while (this.lookAgain && !this.isStopping && this.underWay.size < atOnce) {
        this.lookAgain = false;
        const claimed = await this.claim();
        for (const one of claimed) this.begin(one);
        // As many as were asked for: there may be more.
        if (claimed.length > 0) this.lookAgain = true;
      }
    } catch (error) {
      this.logger.warn('Webhooks could not be looked for', { error });
    } finally {
      this.isLooking = false;
    }
  }

  private claim(): Promise<ClaimedDelivery[]> {
    const now = this.clock.now();
    const busy = [...this.busy].map(([endpointId, count]) => ({ endpointId, count }));
    const free = atOnce - this.underWay.size;
    return this.repository.claim(now, after(now, leasedFor), free, perEndpoint, busy);
  }

  private begin(claimed: ClaimedDelivery): void {
    const { id } = claimed.endpoint;
    this.busy.set(id, (this.busy.get(id) ?? 0) + 1);
    const sending = this.send(claimed).finally(() => {
      const left = (this.busy.get(id) ?? 1) - 1;
      if (left > 0) this.busy.set(id, left);
      else this.busy.delete(id);
      this.underWay.delete(sending);
      this.wake();
    });
    this.underWay.add(sending);
  }

  /** What cannot be written down is due again when the lease ends. */
  private async send(claimed: ClaimedDelivery): Promise<void> {
    try {
      this.count({ outcome: await this.sender.send(claimed) });
    } catch (error) {
      const { id: deliveryId } = claimed.delivery;
      this.logger.error('A webhook could not be sent or written down', { deliveryId, error });
    }
  }
}
