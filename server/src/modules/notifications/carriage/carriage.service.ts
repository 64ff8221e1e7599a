import { Injectable } from '@nestjs/common';
import { after, Clock, minutes, seconds } from '../../../kernel/clock.js';
import { Config } from '../../../platform/config/config.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { withoutPrivate } from '../../../platform/mail/provider-words.js';
import { describeError } from '../../../platform/telemetry/describe-error.js';
import { DeliveriesRepository } from '../deliveries/deliveries.repository.js';
import { type DeliveryRow, idsOf } from '../deliveries/deliveries.table.js';
import { AddressesRepository } from './addresses.repository.js';
import { CarriageRepository, type DueAddress } from './carriage.repository.js';
import { LastLookService, type Standing } from './last-look.service.js';
import { MessagesService } from './messages.service.js';

/** Most notifications in one message; more wait for the next. */
const mostJoined = 50;
/** Tries to make a message, over about four hours. */
const mostTries = 16;
const waitAfter = (tries: number): number => Math.min(seconds(2 ** tries), minutes(30));

/** What is due to an address goes there together, at most once a minute (G11). */
@Injectable()
export class CarriageService {
  constructor(
    private readonly repository: CarriageRepository,
    private readonly addresses: AddressesRepository,
    private readonly deliveries: DeliveriesRepository,
    private readonly lastLook: LastLookService,
    private readonly messages: MessagesService,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** Hands over what is due to an address and still wanted, unless it is not its turn. */
  async carry(due: DueAddress): Promise<void> {
    const { channel, addressKey } = due;
    const standing = await this.lastLook.standingOf(due.userId);
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      if (!(await this.repository.take(tx, due))) return;
      const claimed = await this.repository.claim(tx, due, now, mostJoined);
      const rows = await this.withoutUnwanted(tx, claimed, standing, now);
      const [first] = rows;
      if (!first?.address) return;
      const next = after(now, seconds(this.config.GATEHOUSE_NOTIFICATION_PAUSE_SECONDS));
      const turn = await this.addresses.takeTurn(tx, channel, addressKey, now, next);
      if (!turn) return;
      if (turn.suppressedAt) return this.suppress(tx, rows, turn.suppressedFor ?? '', now);
      if (channel === 'email') await this.messages.mail(tx, first.address, rows);
      else await this.messages.text(tx, first.address, rows);
    });
  }

  /** Cancels what is not to go any more. @returns the others. */
  private async withoutUnwanted(
    tx: Transaction,
    rows: readonly DeliveryRow[],
    standing: Standing,
    now: Date,
  ): Promise<DeliveryRow[]> {
    const objections = Map.groupBy(rows, (row) => this.lastLook.objectionTo(row, standing));
    for (const [objection, some] of objections)
      if (objection !== null)
        await this.deliveries.settle(tx, idsOf(some), 'cancelled', objection, now);
    return objections.get(null) ?? [];
  }

  /** Puts off what could not be carried, longer each time; what is tried out is given up. */
  async putOff(due: DueAddress, thrown: unknown): Promise<void> {
    const now = this.clock.now();
    const words = withoutPrivate(describeError(thrown));
    await this.database.transaction(async (tx) => {
      const rows = await this.repository.claim(tx, due, now, mostJoined);
      const over = rows.filter(({ tries }) => tries + 1 >= mostTries);
      await this.deliveries.settle(tx, idsOf(over), 'failed', `Given up: ${words}`, now);
      const others = rows.filter((row) => !over.includes(row));
      for (const row of others)
        await this.repository.putOff(tx, row, after(now, waitAfter(row.tries)));
      await this.deliveries.note(tx, idsOf(others), { state: 'deferred', detail: words }, now);
    });
  }

  private suppress(
    tx: Transaction,
    rows: readonly DeliveryRow[],
    words: string,
    now: Date,
  ): Promise<void> {
    const detail =
      `Not sent: an earlier message bounced there, or was called spam. ${words}`.trim();
    return this.deliveries.settle(tx, idsOf(rows), 'suppressed', detail, now);
  }
}
