import { Injectable } from '@nestjs/common';
import {
  type CloudEvent,
  erasedWordsPlace,
  events as catalogue,
} from '@gatehouse/contracts/events';
import { Clock } from '../../../kernel/clock.js';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import type { Transaction } from '../../../platform/database/database.js';
import { EventListener } from '../../../platform/events/event-listener.js';
import { EndpointsRepository } from '../endpoints/endpoints.repository.js';
import { Dispatcher } from '../sending/dispatcher.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import type { DeliveryRow } from './deliveries.table.js';
import { newDelivery } from './payload.js';

/** Writes down what is to be sent to whom; sending is another matter, and never in this transaction. */
@Injectable()
export class WebhooksListener extends EventListener {
  override readonly name = 'webhooks';
  override readonly module = 'webhooks';
  override readonly types = 'all';

  constructor(
    private readonly endpoints: EndpointsRepository,
    private readonly deliveries: DeliveriesRepository,
    private readonly dispatcher: Dispatcher,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async handle(tx: Transaction, events: readonly CloudEvent[]): Promise<void> {
    const rows: DeliveryRow[] = [];
    for (const event of events) rows.push(...(await this.deliveriesOf(tx, event)));
    await this.deliveries.insert(tx, rows);
    for (const event of events) await this.forgetErased(tx, event);
    if (rows.length === 0) return;
    // A hint that may come before the commit; the dispatcher looks every second anyway.
    setImmediate(() => this.dispatcher.wake());
  }

  /** What was sent about somebody who was erased is not kept (C43). */
  private async forgetErased(tx: Transaction, { type, data }: CloudEvent): Promise<void> {
    if (type !== catalogue.userErased.type) return;
    const { userId, sealedWords } = catalogue.userErased.data.parse(data);
    const sealed = Buffer.from(sealedWords, 'base64');
    const words = JSON.parse(this.cipher.open(sealed, erasedWordsPlace(userId))) as string[];
    await this.deliveries.removeAbout(tx, [userId, ...words]);
  }

  private async deliveriesOf(tx: Transaction, event: CloudEvent): Promise<DeliveryRow[]> {
    const { organizationid } = event;
    if (organizationid === undefined) return [];
    const wanting = await this.endpoints.listWanting(tx, organizationid, event.type);
    const now = this.clock.now();
    return wanting.map(({ id }) => newDelivery(id, event, now));
  }
}
