import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Clock, seconds } from '../../../kernel/clock.js';
import { Config } from '../../../platform/config/config.js';
import { Changes } from '../../../platform/database/changes.js';
import { AddressGate } from '../../../platform/http/address-gate.js';
import { Logger } from '../../../platform/telemetry/logger.js';
import { Metrics } from '../../../platform/telemetry/metrics.js';
import { Blocklist, forGood } from './blocklist.js';
import { BlocklistRepository } from './blocklist.repository.js';

/** How long a change that nobody told of, as behind a pooler, may stay unknown. */
const reloadEvery = seconds(10);

/**
 * Holds the blocks in memory, on every instance. A trigger tells of each change, whoever made it; a
 * reload every ten seconds is for what went untold.
 */
@Injectable()
export class AddressGateService extends AddressGate implements OnModuleInit, OnModuleDestroy {
  /** Networks that the configuration allows. */
  readonly exempt: readonly string[];
  private list: Blocklist;
  private loading: Promise<void> | null = null;
  private again = false;
  private timer: NodeJS.Timeout | undefined;
  private readonly countRefusal: (values: Record<never, string>) => void;

  constructor(
    private readonly repository: BlocklistRepository,
    private readonly clock: Clock,
    config: Config,
    private readonly logger: Logger,
    changes: Changes,
    metrics: Metrics,
  ) {
    super();
    this.exempt = config.GATEHOUSE_BLOCK_EXEMPT;
    this.list = new Blocklist([], this.exempt);
    changes.on('ip_block', () => void this.reload());
    const refused = 'blocked_requests_total';
    this.countRefusal = metrics.counter(refused, 'Requests refused because of the address', []);
    metrics.gauge('ip_blocks_active', 'Blocks of addresses in force', () =>
      this.list.count(clock.time()),
    );
  }

  /** Nothing is served before the blocks are known. */
  async onModuleInit(): Promise<void> {
    await this.load();
    this.timer = setInterval(() => void this.reload(), reloadEvery).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  override blockOf(address: string): { readonly secondsLeft: number | null } | null {
    const now = this.clock.time();
    const end = this.list.endOf(address, now);
    if (end === null) return null;
    this.countRefusal({});
    return { secondsLeft: end === forGood ? null : (end - now) / 1000 };
  }

  /** Whether an address, or a range in CIDR notation, is never blocked. */
  allows(network: string): boolean {
    return this.list.allows(network);
  }

  /** The networks that are blocked now, in CIDR notation. */
  get blocked(): readonly string[] {
    return this.list.blockedNetworks(this.clock.time());
  }

  /** All that are never blocked, in CIDR notation. */
  get allowed(): readonly string[] {
    return this.list.allowedNetworks;
  }

  /** Settles when everything that was committed before the call is known; it never fails. */
  async reload(): Promise<void> {
    if (this.loading) {
      this.again = true;
      return this.loading;
    }
    this.loading = this.loadUntilCurrent();
    return this.loading;
  }

  private async loadUntilCurrent(): Promise<void> {
    do {
      this.again = false;
      await this.load().catch((error: unknown) =>
        this.logger.warn('The blocked addresses could not be read; the known ones stay', { error }),
      );
    } while (this.again);
    this.loading = null;
  }

  private async load(): Promise<void> {
    const { blocks, allowed } = await this.repository.load(this.clock.now());
    this.list = new Blocklist(blocks, [...this.exempt, ...allowed]);
  }
}
