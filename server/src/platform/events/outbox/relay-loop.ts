import { Injectable } from '@nestjs/common';
import { seconds } from '../../../kernel/clock.js';
import { Logger } from '../../telemetry/logger.js';
import { EventsOptions } from '../events.options.js';
import { namespaceOf } from '../../database/migration-files.js';
import { EventDirectory } from '../event-listener.js';
import { OutboxSignal } from './outbox-signal.js';
import { Relay } from './relay.js';

/** Looks after the last event at which nothing came before the loop counts as idle. */
const looksBeforeIdle = 4;

/**
 * Publishes events soon after they are committed: woken by a notification, and without one by
 * looking from time to time. While events come, it looks at a steady pace, so that a batch holds
 * many of them; a short while longer too, because not every transaction notifies.
 */
@Injectable()
export class RelayLoop {
  private running: Promise<void> | null = null;
  private stopping = false;
  private awake: (() => void) | null = null;
  private readonly woken = new Set<string>();

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
    while (!this.stopping) {
      const begun = performance.now();
      const found = await this.publishAll();
      looks = found === 'something' ? looksBeforeIdle : looks - 1;
      if (found === 'failure') await this.sleep(seconds(1), false);
      else if (found !== 'full')
        await this.sleep(begun + this.options.pace - performance.now(), false);
      if (looks <= 0 && this.woken.size === 0) await this.sleep(this.options.idlePoll, true);
    }
  }

  private async publishAll(): Promise<'full' | 'something' | 'nothing' | 'failure'> {
    try {
      const modules = this.woken.size > 0 ? [...this.woken] : await this.relay.pending();
      this.woken.clear();
      let most = 0;
      for (const module of modules) most = Math.max(most, await this.relay.publish(module));
      if (most >= this.options.batchSize) return 'full';
      return most > 0 ? 'something' : 'nothing';
    } catch (error) {
      this.logger.error('events could not be published; trying again', { error });
      return 'failure';
    }
  }

  /** @param wakeable whether a notification ends the sleep; the end of the loop always does. */
  private async sleep(milliseconds: number, wakeable: boolean): Promise<void> {
    if (milliseconds <= 0 || this.stopping) return;
    await new Promise<void>((resolve) => {
      const wake = () => {
        if (!wakeable && !this.stopping) return;
        clearTimeout(timer);
        this.awake = null;
        resolve();
      };
      const timer = setTimeout(() => {
        this.awake = null;
        resolve();
      }, milliseconds);
      this.awake = wake;
    });
  }
}
