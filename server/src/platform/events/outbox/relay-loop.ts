import { Injectable } from '@nestjs/common';
import { seconds } from '../../../kernel/clock.js';
import { Logger } from '../../telemetry/logger.js';
import { EventsOptions } from '../events.options.js';
import { namespaceOf } from '../../database/migrations/migration-files.js';
import { EventDirectory } from '../event-listener.js';
import { CpuLoad } from './cpu-load.js';
import { OutboxSignal } from './outbox-signal.js';
import { Relay } from './relay.js';

/** Looks after the last event at which nothing came before the loop counts as idle. */
const looksBeforeIdle = 4;
const failure = -1;
/** Share of the cores from which on the machine is full: each batch then takes from what fills it. */
const crowded = 0.7;
/** Time between these looks, in milliseconds. */
const lookAgainAfter = 40;

/**
 * Publishes events soon after they are committed: woken by a notification, and without one by
 * looking from time to time. While events come, it takes its time, so that a batch holds many of
 * them; and it looks a few times more after the last, because not every transaction notifies.
 */
@Injectable()
export class RelayLoop {
  private running: Promise<void> | null = null;
  private stopping = false;
  /** Ends the wait for more. */
  private awake: (() => void) | null = null;
  /** Ends a pause; only for the end of the loop. */
  private ended: (() => void) | null = null;
  private hushed = false;
  private isCrowded = false;
  private readonly woken = new Set<string>();
  private readonly cpu = new CpuLoad();

  constructor(
    private readonly relay: Relay,
    private readonly directory: EventDirectory,
    private readonly signal: OutboxSignal,
    private readonly options: EventsOptions,
    private readonly logger: Logger,
  ) {}

  async start(): Promise<void> {
    await this.signal.listen((namespace) => this.wake(namespace));
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.awake?.();
    this.ended?.();
    await this.running;
    await this.signal.close();
  }

  /** @param namespace whose outbox has something new; all of them when left out. */
  private wake(namespace?: string): void {
    for (const module of this.directory.outboxes)
      if (namespace === undefined || namespaceOf(module) === namespace) this.woken.add(module);
    this.awake?.();
  }

  private async run(): Promise<void> {
    let looks = 0;
    let streak = 0;
    while (!this.stopping) {
      const begun = performance.now();
      const found = await this.publishAll();
      looks = found === 0 ? looks - 1 : looksBeforeIdle;
      streak = found > 0 ? streak + 1 : 0;
      await this.hushWhile(streak > 1);
      if (found === 0) await this.waitForMore(looks > 0 ? lookAgainAfter : this.options.idlePoll);
      else await this.pause(begun + this.paceAfter(found) - performance.now());
    }
  }

  /** Milliseconds from the beginning of a batch to that of the next. */
  private paceAfter(found: number): number {
    if (found === failure) return seconds(1);
    if (found >= this.options.batchSize) return 0;
    const { pace, longestPace, crowdedFactor } = this.options;
    // Of a batch, most of the cost is that there is one.
    this.isCrowded = this.cpu.sinceLast() > crowded;
    return Math.min(pace * found, longestPace) * (this.isCrowded ? crowdedFactor : 1);
  }

  private async hushWhile(busy: boolean): Promise<void> {
    if (busy === this.hushed) return;
    this.hushed = busy;
    if (busy) await this.signal.hush([...this.directory.outboxes].map(namespaceOf));
    else await this.signal.unhush();
  }

  /** Events in the largest batch, or `failure`. */
  private async publishAll(): Promise<number> {
    try {
      const modules = this.woken.size > 0 ? [...this.woken] : await this.relay.pending();
      this.woken.clear();
      let most = 0;
      for (const module of modules)
        most = Math.max(most, await this.relay.publish(module, this.isCrowded));
      return most;
    } catch (error) {
      this.logger.error('events could not be published; trying again', { error });
      return failure;
    }
  }

  /** Until a notification comes, or the time is over. */
  private async waitForMore(milliseconds: number): Promise<void> {
    if (this.woken.size === 0) await this.sleep(milliseconds, (wake) => (this.awake = wake));
  }

  /** Until the time is over, whatever comes. */
  private async pause(milliseconds: number): Promise<void> {
    await this.sleep(milliseconds, (wake) => (this.ended = wake));
  }

  private async sleep(milliseconds: number, offer: (wake: () => void) => void): Promise<void> {
    if (milliseconds <= 0 || this.stopping) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
      offer(resolve);
    });
    clearTimeout(timer);
    this.awake = null;
    this.ended = null;
  }
}
