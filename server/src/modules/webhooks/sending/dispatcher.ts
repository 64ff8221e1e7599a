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
import { WaitingLine } from './waiting-line.js';

/** Several times the time limit of a try. */
const leasedFor = minutes(2);
/** Before every endpoint. */
const firstTurn = '00000000-0000-0000-0000-000000000000';
/** How often it looks for what became due; what has just happened is told of. */
const lookEvery = seconds(1);
/** Of an endpoint that has more, more is claimed when no more than these wait: much at once. */
const fewWaiting = 8;

/** What there was no more room for when a lane was looked at: the lane, or some endpoints. */
interface Cut {
  readonly isFull: boolean;
  readonly endpoints: ReadonlySet<string>;
}

/**
 * Sends what is due. Rows are claimed by leases, so that instances share the work, what a killed
 * process was sending is due again, and one that was frozen past its lease has no say any more
 * (attack 34). How much is sent at once is a matter of `Places`.
 */
@Injectable()
export class Dispatcher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly places = new Places(() => {
    this.beginAll();
    this.wake();
  });
  private readonly line = new WaitingLine();
  private readonly underWay = new Set<Promise<void>>();
  private readonly count: (values: { outcome: SendingOutcome }) => void;
  /** Endpoint that had its turn last, by lane: the next one begins behind it. */
  private readonly turns: Record<Lane, string> = { quick: firstTurn, slow: firstTurn };
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private lookAgain = false;
  /** By the last look at each lane. */
  private readonly cut = new Map<Lane, Cut>();
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

  /** What is under way is brought to its end, and what waits is left to others. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    await this.looking;
    await this.giveBack(this.line.takeAll());
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
        await this.giveBack(this.line.takeStale());
        for (const room of this.places.rooms) await this.fill(room);
      }
    } catch (error) {
      this.logger.warn('Webhooks could not be looked for', { error });
    } finally {
      this.looking = undefined;
    }
  }

  /** Claims what is due of a lane and begins what has a place. What has no room is looked for later. */
  private async fill(room: Room): Promise<void> {
    const claimed = room.free === 0 ? [] : await this.claim(room);
    for (const one of claimed) {
      this.places.hold(one.endpoint.id);
      this.line.add(one);
    }
    this.cut.set(room.lane, cutOf(room, claimed));
    this.beginAll();
  }

  private async claim(room: Room): Promise<ClaimedDelivery[]> {
    const now = this.clock.now();
    const turn = this.turns[room.lane];
    const claimed = await this.repository.claim(now, after(now, leasedFor), room, turn);
    this.turns[room.lane] = turnAfter(turn, claimed);
    return claimed;
  }

  private beginAll(): void {
    while (!this.isStopping) {
      const next = this.line.next((endpointId) => this.places.isFree(endpointId));
      if (!next) return;
      this.begin(next);
    }
  }

  private begin(claimed: ClaimedDelivery): void {
    const { id } = claimed.endpoint;
    const leave = this.places.take(id);
    const answered = () => {
      leave();
      this.beginAll();
    };
    const sending = inTrace(claimed.delivery, () => this.send(claimed, answered)).finally(() => {
      this.places.release(id);
      this.underWay.delete(sending);
      if (this.isWorthALook(id)) this.wake();
    });
    this.underWay.add(sending);
  }

  /** Whether there may be more, where a delivery of an endpoint ended. */
  private isWorthALook(endpointId: string): boolean {
    if (this.line.countOf(endpointId) > fewWaiting) return false;
    const cuts = [...this.cut.values()];
    return cuts.some(({ isFull, endpoints }) => isFull || endpoints.has(endpointId));
  }

  private async giveBack(claimed: readonly ClaimedDelivery[]): Promise<void> {
    for (const { endpoint } of claimed) this.places.release(endpoint.id);
    try {
      await this.repository.giveBack(claimed);
    } catch (error) {
      this.logger.warn('Webhooks that waited are due when their leases end', { error });
    }
  }

  /** What cannot be written down is due again when the lease ends. */
  private async send(claimed: ClaimedDelivery, answered: () => void): Promise<void> {
    try {
      this.count({ outcome: await this.sender.send(claimed, answered) });
    } catch (error) {
      const { id: deliveryId } = claimed.delivery;
      this.logger.error('A webhook could not be sent or written down', { deliveryId, error });
    }
  }
}

function cutOf({ free, perEndpoint, allowances }: Room, claimed: readonly ClaimedDelivery[]): Cut {
  const left = new Map(allowances);
  for (const { endpoint } of claimed)
    left.set(endpoint.id, (left.get(endpoint.id) ?? perEndpoint) - 1);
  const endpoints = [...left].flatMap(([id, count]) => (count <= 0 ? [id] : []));
  return { isFull: claimed.length === free, endpoints: new Set(endpoints) };
}

/** Turns go round by id: the last of those that were behind the end, where it came round. */
function turnAfter(turn: string, claimed: readonly ClaimedDelivery[]): string {
  const ids = claimed.map(({ endpoint }) => endpoint.id).toSorted();
  return ids.findLast((id) => id <= turn) ?? ids.at(-1) ?? turn;
}
