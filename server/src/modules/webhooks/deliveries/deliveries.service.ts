import { Injectable } from '@nestjs/common';
import type { CloudEvent } from '@gatehouse/contracts/events';
import type { RouteQuery } from '@gatehouse/contracts/route';
import type { WebhookAttempt, WebhookDelivery, webhookRoutes } from '@gatehouse/contracts/webhooks';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { newId } from '../../../kernel/id.js';
import { decodeCursor, idCursor, type Page, toPage } from '../../../kernel/page.js';
import { Database } from '../../../platform/database/database.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { requireOn } from '../endpoints/endpoint-policy.js';
import { EndpointsService } from '../endpoints/endpoints.service.js';
import { testType } from '../endpoints/event-types.js';
import { Dispatcher } from '../sending/dispatcher.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import type { AttemptRow, DeliveryRow } from './deliveries.table.js';
import { newDelivery } from './payload.js';

/** What was sent to an organization's endpoints, and sending it again. */
@Injectable()
export class DeliveriesService {
  constructor(
    private readonly repository: DeliveriesRepository,
    private readonly endpoints: EndpointsService,
    private readonly dispatcher: Dispatcher,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError `not_found`, `forbidden` */
  async list(
    caller: Caller,
    endpointId: string,
    { limit, cursor, ...filter }: RouteQuery<typeof webhookRoutes.deliveries>,
  ): Promise<Page<WebhookDelivery>> {
    await this.endpoints.getManaged(caller, endpointId);
    const before = cursor === undefined ? {} : { beforeId: decodeCursor(cursor, idCursor) };
    const { connection } = this.database;
    const wanted = { ...filter, ...before };
    const rows = await this.repository.list(connection, endpointId, limit, wanted);
    return toPage(rows, limit, (row) => row.id, toDelivery);
  }

  /** @throws AppError `not_found`, `forbidden` */
  async find(
    caller: Caller,
    deliveryId: string,
  ): Promise<WebhookDelivery & { readonly payload: string }> {
    const row = await this.get(caller, deliveryId);
    return { ...toDelivery(row), payload: row.payload };
  }

  /** @throws AppError `not_found`, `forbidden` */
  async listAttempts(
    caller: Caller,
    deliveryId: string,
    limit: number,
    cursor?: string,
  ): Promise<Page<WebhookAttempt>> {
    await this.get(caller, deliveryId);
    const before = cursor === undefined ? undefined : decodeCursor(cursor, idCursor);
    const { connection } = this.database;
    const rows = await this.repository.listAttempts(connection, deliveryId, limit, before);
    return toPage(rows, limit, (row) => row.id, toAttempt);
  }

  /** Sends an event that nothing else knows, whatever the state of the endpoint. @throws AppError `not_found`, `forbidden` */
  async test(caller: Caller, endpointId: string): Promise<WebhookDelivery> {
    await this.endpoints.getManaged(caller, endpointId);
    const now = this.clock.now();
    const delivery = newDelivery(endpointId, testEvent(caller, now), now);
    await this.database.transaction((tx) => this.repository.insert(tx, [delivery]));
    this.dispatcher.wake();
    return toDelivery(delivery);
  }

  /**
   * To a paused endpoint it goes when that is resumed; a test goes whatever the state.
   * @throws AppError `not_found`, `forbidden`, `conflict` while the endpoint is switched off
   */
  async resend(caller: Caller, deliveryId: string): Promise<WebhookDelivery> {
    const { endpointId, eventType } = await this.get(caller, deliveryId);
    if (eventType !== testType) requireOn(await this.endpoints.getManaged(caller, endpointId));
    const now = this.clock.now();
    const row = await this.database.transaction((tx) =>
      this.repository.restart(tx, deliveryId, now),
    );
    if (!row) throw new AppError('not_found');
    this.dispatcher.wake();
    return toDelivery(row);
  }

  private async get(caller: Caller, id: string): Promise<DeliveryRow> {
    const row = await this.repository.find(this.database.connection, organizationOf(caller), id);
    if (!row) throw new AppError('not_found');
    await this.endpoints.getManaged(caller, row.endpointId);
    return row;
  }
}

const testEvent = (caller: Caller, now: Date): CloudEvent => ({
  specversion: '1.0',
  id: newId(),
  source: '/webhooks',
  type: testType,
  dataschema: `urn:gatehouse:event:${testType}:1.0.0`,
  time: now.toISOString(),
  datacontenttype: 'application/json',
  organizationid: organizationOf(caller),
  actorid: caller.userId,
  data: { message: 'Hello from Gatehouse' },
});

const toDelivery = (row: DeliveryRow): WebhookDelivery => ({
  id: row.id,
  endpointId: row.endpointId,
  eventId: row.eventId,
  eventType: row.eventType,
  state: row.state,
  attempts: row.attempts,
  lastStatus: row.lastStatus,
  nextAttemptAt: row.state === 'pending' ? row.nextAttemptAt.toISOString() : null,
  createdAt: row.createdAt.toISOString(),
});

const toAttempt = (row: AttemptRow): WebhookAttempt => ({
  id: row.id,
  startedAt: row.startedAt.toISOString(),
  duration: row.duration,
  status: row.status,
  error: row.error,
  responseHeaders: { ...row.responseHeaders },
  responseBody: row.responseBody,
});
