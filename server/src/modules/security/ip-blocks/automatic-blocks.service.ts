import { Injectable } from '@nestjs/common';
import { type CloudEvent, events } from '@gatehouse/contracts/events';
import { after, Clock, days, minutes } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { Config } from '../../../platform/config/config.js';
import type { Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { AddressGateService } from './address-gate.service.js';
import { IpBlocksRepository } from './ip-blocks.repository.js';
import type { IpBlockRow } from './ip-blocks.table.js';

/** Why an address is to be blocked. */
export interface BlockCause {
  readonly network: string;
  readonly reason: string;
  /** Failures that led to it. */
  readonly attempts: number;
  /** When the last of them was. */
  readonly at: Date;
  readonly event: CloudEvent;
}

/** Blocks that detections make (G10): 15 minutes at first, each time twice as long, up to a day. */
@Injectable()
export class AutomaticBlocksService {
  constructor(
    private readonly repository: IpBlocksRepository,
    private readonly gate: AddressGateService,
    private readonly events: Events,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Whether a network is one of those that are never blocked, which no detection looks at either. */
  spares(network: string): boolean {
    return this.gate.allows(network);
  }

  /** These networks, in CIDR notation. */
  get spared(): readonly string[] {
    return this.gate.allowed;
  }

  /**
   * Blocks a network, unless it is blocked already, or the block would be over by now, as
   * where events come late.
   */
  async block(tx: Transaction, cause: BlockCause): Promise<void> {
    const { network, reason, attempts, at } = cause;
    await this.repository.lock(tx);
    const now = this.clock.now();
    const level = await this.levelOf(tx, network, now);
    const longest = this.config.GATEHOUSE_BLOCK_MAX_MINUTES;
    const length = Math.min(this.config.GATEHOUSE_BLOCK_MINUTES * 2 ** level, longest);
    const endsAt = after(at, minutes(length));
    if (endsAt <= now) return;
    if ((await this.repository.listOverlapping(tx, network, now)).length > 0) return;
    const row: IpBlockRow = {
      id: newId(),
      network,
      reason,
      automatic: true,
      attempts,
      level,
      createdBy: null,
      createdAt: now,
      endsAt,
      liftedAt: null,
      liftedBy: null,
      liftReason: null,
      endTold: false,
    };
    await this.repository.insert(tx, row);
    await this.tell(tx, row, cause.event);
  }

  /** How often the length is doubled: once more than last time, unless that is long ago or was lifted. */
  private async levelOf(tx: Transaction, network: string, now: Date): Promise<number> {
    const last = await this.repository.findLast(tx, network);
    if (!last?.automatic || !last.endsAt || last.liftedAt) return 0;
    const forgotten = after(last.endsAt, days(this.config.GATEHOUSE_BLOCK_MEMORY_DAYS));
    // Past twenty doublings only the longest is left, and numbers stay small.
    return forgotten <= now ? 0 : Math.min(last.level + 1, 20);
  }

  private async tell(tx: Transaction, row: IpBlockRow, causedBy: CloudEvent): Promise<void> {
    const { id: blockId, network, reason, endsAt } = row;
    const data = {
      blockId,
      network,
      reason,
      until: endsAt?.toISOString() ?? null,
      automatic: true,
    };
    await this.events.add(tx, events.ipBlockCreated, data, {
      causedBy,
      organizationId: null,
      actorId: null,
      subject: `ip_block/${blockId}`,
    });
  }
}
