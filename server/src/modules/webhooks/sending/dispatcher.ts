import { setImmediate as endOfTurn } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { after, Clock, minutes, seconds } from '../../../kernel/clock.js';
import { worksFor } from '../../../platform/config/apps/apps.js';
import { Config } from '../../../platform/config/config.js';
import { detached, inTrace } from '../../../platform/http/request-context.js';
import { Logger } from '../../../platform/telemetry/logger.js';
import { Metrics } from '../../../platform/telemetry/metrics.js';
import { type Lane, Places, type Room } from './places.js';
import { SenderService, type SendingOutcome } from './sender.service.js';
import { type ClaimedDelivery, SendingRepository } from './sending.repository.js';

/** Several times the time limit of a try. */
const leasedFor = minutes(2);
/** Before every endpoint. */
const firstTurn = '00000000-0000-0000-0000-000000000000';
/** How often it looks for what became due; what has just happened is told of. */
const lookEvery = seconds(1);

/**
 * Sends what is due. Rows are claimed by leases, so that instances share the work, what a killed
 * process was sending is due again, and one that was frozen past its lease has no say any more
 * (attack 34). How much is sent at once is a matter of `Places`.
 */
@Injectable()
export class Dispatcher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly places = new Places(() => this.wake());
  private readonly underWay = new Set<Promise<void>>();
  private readonly count: (values: { outcome: SendingOutcome }) => void;
  /** Endpoint that had its turn last, by lane: the next one begins behind it. */
  private readonly turns: Record<Lane, string> = { quick: firstTurn, slow: firstTurn };
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private lookAgain = false;
  private isStopping = false;

  constructor(
    private readonly repository: SendingRepository,
    private readonly sender: SenderService,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly config: Config,
    metrics: Metrics,
  ) {
    this.count = metrics.counter('webhook_attempts_total', 'Tries to send a webhook', ['outcome']);
    const help = 'Webhooks that are to be sent, or sent again';
    metrics.gauge('webhooks_waiting', help, () => repository.countPending());
  }

  onApplicationBootstrap(): void {
    if (this.isHere) this.timer = setInterval(() => this.wake(), lookEvery).unref();
  }

  /** What is under way is brought to its end, also what is being claimed. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    await this.looking;
    await Promise.all(this.underWay);
  }

  /** Something may be due; in a process that sends nothing, another one notices. */
  wake(): void {
    this.lookAgain = true;
    if (this.isHere) this.looking ??= detached(() => this.look());
  }

  private get isHere(): boolean {
    return worksFor(this.config, 'webhooks');
  }

  private async look(): Promise<void> {
    try {
      while (this.lookAgain && !this.isStopping) {
        // Places that become free in one turn of the event loop are filled at once.
        await endOfTurn();
        this.lookAgain = false;
        for (const room of this.places.rooms) await this.fill(room);
      }
    } catch (error) {
      this.logger.warn('Webhooks could not be looked for', { error });
    } finally {
      this.looking = undefined;
    }
  }

  /** Begins what is due of a lane. What there was no place for is looked for when one becomes free. */
  private async fill(room: Room): Promise<void> {
    const now = this.clock.now();
    const turn = this.turns[room.lane];
    const claimed = await this.repository.claim(now, after(now, leasedFor), room, turn);
    for (const one of claimed) this.begin(one);
    this.turns[room.lane] = turnAfter(turn, claimed);
  }

  private begin(claimed: ClaimedDelivery): void {
    const leave = this.places.take(claimed.endpoint.id);
    const sending = inTrace(claimed.delivery, () => this.send(claimed)).finally(() => {
      leave();
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

/** Turns go round by id: the last of those that were behind the end, where it came round. */
function turnAfter(turn: string, claimed: readonly ClaimedDelivery[]): string {
  const ids = claimed.map(({ endpoint }) => endpoint.id).toSorted();
  return ids.findLast((id) => id <= turn) ?? ids.at(-1) ?? turn;
}
