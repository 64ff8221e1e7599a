import { Injectable } from '@nestjs/common';
import { type CloudEvent, events as catalogue } from '@gatehouse/contracts/events';
import { Clock } from '../../../kernel/clock.js';
import type { Transaction } from '../../../platform/database/database.js';
import { Erasures } from '../../../platform/erasure/erasures.js';
import { EventListener } from '../../../platform/events/event-listener.js';
import { EndpointsRepository } from '../endpoints/endpoints.repository.js';
import { isOfInstallation } from '../endpoints/event-types.js';
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
  /** Adds what is missing: an endpoint that has a delivery of the event gets no second one. */
  override readonly replayRefusal = null;

  constructor(
    private readonly endpoints: EndpointsRepository,
    private readonly deliveries: DeliveriesRepository,
    private readonly dispatcher: Dispatcher,
    private readonly erasures: Erasures,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async handle(tx: Transaction, events: readonly CloudEvent[]): Promise<void> {
    const rows: DeliveryRow[] = [];
    // Events of one kind come in crowds: who wants them is looked up once.
    const kinds = Map.groupBy(events, ({ organizationid, type }) => `${organizationid} ${type}`);
    for (const crowd of kinds.values()) rows.push(...(await this.deliveriesOf(tx, crowd)));
    await this.deliveries.insert(tx, rows);
    for (const event of events) {
      await this.erasures.follow(tx, this.module, event);
      await this.forgetOrganization(tx, event);
    }
    if (rows.length === 0) return;
    // A hint that may come before the commit; the dispatcher looks every second anyway.
    setImmediate(() => this.dispatcher.wake());
  }

  /** The endpoints of an organization that was erased go, with all that was sent to them. */
  private async forgetOrganization(tx: Transaction, { type, data }: CloudEvent): Promise<void> {
    if (type !== catalogue.organizationErased.type) return;
    const { organizationId } = catalogue.organizationErased.data.parse(data);
    await this.endpoints.removeAllOf(tx, organizationId);
  }

  /** @param crowd events of one kind and organization. */
  private async deliveriesOf(
    tx: Transaction,
    crowd: readonly CloudEvent[],
  ): Promise<DeliveryRow[]> {
    const [first] = crowd;
    if (!first) return [];
    const { organizationid = null, type } = first;
    // What else has no organization is about a person alone.
    if (organizationid === null && !isOfInstallation(type)) return [];
    const wanting = await this.endpoints.listWanting(tx, organizationid, type);
    const now = this.clock.now();
    // What happened before it was added is none of an endpoint's business, however late it is handled.
    return wanting.flatMap(({ id, createdAt, status }) => {
      // For one that is switched off it is kept, until a recovery sends it.
      const state = status === 'disabled' ? 'switched_off' : 'pending';
      return crowd
        .filter(({ time }) => new Date(time) >= createdAt)
        .map((event) => ({ ...newDelivery(id, event, now), state }) as const);
    });
  }
}
