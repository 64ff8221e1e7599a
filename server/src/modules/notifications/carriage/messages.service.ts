import { Injectable } from '@nestjs/common';
import { isCritical } from '@gatehouse/contracts/notifications/categories';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { Config } from '../../../platform/config/config.js';
import type { Transaction } from '../../../platform/database/database.js';
import { inTrace, sharedTrace } from '../../../platform/http/request-context.js';
import { MailOutbox } from '../../../platform/mail/mail-outbox.js';
import { catchesMail } from '../../../platform/mail/mailbox.controller.js';
import { DeliveriesRepository } from '../deliveries/deliveries.repository.js';
import { type DeliveryRow, idsOf } from '../deliveries/deliveries.table.js';
import { UnsubscribeService } from '../preferences/unsubscribe.service.js';
import { CarriageRepository } from './carriage.repository.js';
import { composeMail, composeText } from './layout.js';
import { TextsRepository } from './texts.repository.js';

/** Kind by which the outbox of mails knows those that are followed here. */
export const mailKind = 'notification';

/** Makes one message of one or several deliveries, and hands it over. */
@Injectable()
export class MessagesService {
  constructor(
    private readonly repository: CarriageRepository,
    private readonly deliveries: DeliveriesRepository,
    private readonly texts: TextsRepository,
    private readonly unsubscribing: UnsubscribeService,
    private readonly outbox: MailOutbox,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  async mail(tx: Transaction, to: string, rows: readonly DeliveryRow[]): Promise<void> {
    const categories = rows.map(({ category }) => category);
    const links = this.unsubscribing.linksOf(rows[0]?.userId ?? '', categories);
    const { GATEHOUSE_PRODUCT_NAME: product, publicUrl } = this.config;
    const composed = composeMail(rows, { product, publicUrl }, links?.page ?? null);
    const mail = {
      to,
      kind: mailKind,
      urgency: categories.some(isCritical) ? 'alarm' : 'bulk',
      ...composed,
      headers: links?.headers ?? {},
    } as const;
    const messageId = await inTrace(sharedTrace(rows), () => this.outbox.enqueue(tx, mail));
    await this.handOver(tx, rows, messageId, 'On its way to the mail server');
    if (!catchesMail(this.config)) return;
    // Without a mail server it has come as far as it ever will.
    const kept = 'Kept in the mailbox';
    await this.deliveries.settle(tx, idsOf(rows), 'sent', kept, this.clock.now());
  }

  async text(tx: Transaction, number: string, rows: readonly DeliveryRow[]): Promise<void> {
    const id = newId();
    const now = this.clock.now();
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
    await this.handOver(tx, rows, id, 'On its way to the SMS provider');
  }

  private async handOver(
    tx: Transaction,
    rows: readonly DeliveryRow[],
    messageId: string,
    words: string,
  ): Promise<void> {
    const now = this.clock.now();
    const ids = idsOf(rows);
    await this.repository.join(tx, ids, messageId, now);
    const detail = rows.length === 1 ? words : `${words}, ${rows.length} in one`;
    await this.deliveries.note(tx, ids, { state: 'queued', detail }, now);
  }
}
