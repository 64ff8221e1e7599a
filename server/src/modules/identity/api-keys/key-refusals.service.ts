import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { seconds } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { Logger } from '../../../platform/telemetry/logger.js';

interface Refused {
  readonly address: string;
  /** Null of a key that nobody has, or that has ended. */
  readonly apiKeyId: string | null;
  count: number;
}

const tellEvery = seconds(2);
/** Most addresses and keys that are counted apart between two tellings. */
const mostCounted = 1_000;

/**
 * Tells of calls with keys that were refused. They are counted and told of together, so that whoever
 * tries keys by the thousand does not fill the outbox, and no call waits for a transaction.
 */
@Injectable()
export class KeyRefusalsService implements OnModuleInit, OnModuleDestroy {
  private readonly counted = new Map<string, Refused>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.tell(), tellEvery).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.tell();
  }

  add(address: string, apiKeyId: string | null): void {
    const key = `${address} ${apiKeyId ?? ''}`;
    const known = this.counted.get(key);
    if (known) known.count += 1;
    else if (this.counted.size < mostCounted)
      this.counted.set(key, { address, apiKeyId, count: 1 });
  }

  private async tell(): Promise<void> {
    if (this.counted.size === 0) return;
    const told = [...this.counted.values()].map(({ address, apiKeyId, count }) => {
      const reason = apiKeyId === null ? 'unknown_key' : 'address_not_allowed';
      const data = { apiKeyId, reason, count } as const;
      const about = { clientAddress: address, organizationId: null, actorId: null };
      return this.events.rowOf(events.apiKeyRefused, data, about);
    });
    this.counted.clear();
    await this.database
      .transaction((tx) => this.events.addAll(tx, told))
      .catch((error: unknown) =>
        this.logger.warn('Refused API keys could not be told of', { error }),
      );
  }
}
