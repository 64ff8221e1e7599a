import { Injectable } from '@nestjs/common';
import { after, Clock, seconds } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { Config } from '../../../platform/config/config.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { MailOutbox } from '../../../platform/mail/mail-outbox.js';
import { catchesMail } from '../../../platform/mail/mailbox.controller.js';
import { DeliveriesRepository } from '../deliveries/deliveries.repository.js';
import type { DeliveryRow } from '../deliveries/deliveries.table.js';
import { UnsubscribeService } from '../preferences/unsubscribe.service.js';
import { AddressesRepository } from './addresses.repository.js';
import { CarriageRepository, type DueAddress } from './carriage.repository.js';
import { composeMail, composeText } from './layout.js';
import { TextsRepository } from './texts.repository.js';

/** Kind by which the outbox of mails knows those that are followed here. */
export const mailKind = 'notification';

/** Most notifications in one message; more wait for the next. */
const mostJoined = 50;

/** Makes messages: what is due to an address goes there together, at most once a minute (G11). */
@Injectable()
export class CarriageService {
  constructor(
    private readonly repository: CarriageRepository,
    private readonly addresses: AddressesRepository,
    private readonly deliveries: DeliveriesRepository,
    private readonly texts: TextsRepository,
    private readonly unsubscribing: UnsubscribeService,
    private readonly outbox: MailOutbox,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** Hands over what is due to an address, unless it is not its turn. */
  async carry(due: DueAddress): Promise<void> {
    const { channel, addressKey } = due;
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      if (!(await this.repository.take(tx, due))) return;
      const rows = await this.repository.claim(tx, due, now, mostJoined);
      const [first] = rows;
      if (!first?.address) return;
      const next = after(now, seconds(this.config.GATEHOUSE_NOTIFICATION_PAUSE_SECONDS));
      const turn = await this.addresses.takeTurn(tx, channel, addressKey, now, next);
      if (!turn) return;
      if (turn.suppressedAt) return this.suppress(tx, rows, turn.suppressedFor ?? '', now);
      if (channel === 'email') await this.mail(tx, first.address, rows, now);
      else await this.text(tx, first.address, rows, now);
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

  private async mail(
    tx: Transaction,
    to: string,
    rows: readonly DeliveryRow[],
    now: Date,
  ): Promise<void> {
    const categories = rows.map(({ category }) => category);
    const links = this.unsubscribing.linksOf(rows[0]?.userId ?? '', categories);
    const { subject, html, text } = composeMail(rows, this.config.publicUrl, links?.page ?? null);
    const headers = links?.headers ?? {};
    const mail = { to, kind: mailKind, subject, html, text, headers };
    const messageId = await this.outbox.enqueue(tx, mail);
    await this.handOver(tx, rows, messageId, 'On its way to the mail server', now);
    // Without a mail server it has come as far as it ever will.
    if (catchesMail(this.config))
      await this.deliveries.settle(tx, idsOf(rows), 'sent', 'Kept in the mailbox', now);
  }

  private async text(
    tx: Transaction,
    number: string,
    rows: readonly DeliveryRow[],
    now: Date,
  ): Promise<void> {
    const id = newId();
    await this.texts.insert(tx, {
      id,
      number,
      text: composeText(rows),
      attempts: 0,
      nextAttemptAt: now,
      leasedUntil: null,
      reference: null,
      sentAt: null,
      settledAt: null,
      createdAt: now,
    });
    await this.handOver(tx, rows, id, 'On its way to the SMS provider', now);
  }

  private async handOver(
    tx: Transaction,
    rows: readonly DeliveryRow[],
    messageId: string,
    words: string,
    now: Date,
  ): Promise<void> {
    const ids = idsOf(rows);
    await this.repository.join(tx, ids, messageId, now);
    const detail = rows.length === 1 ? words : `${words}, ${rows.length} in one`;
    await this.deliveries.note(tx, ids, { state: 'queued', detail }, now);
  }
}

const idsOf = (rows: readonly DeliveryRow[]): string[] => rows.map(({ id }) => id);
