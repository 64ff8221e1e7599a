import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { DisableReason } from '@gatehouse/contracts/webhooks';
import { after, Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { AttemptRow, DeliveryRow } from '../deliveries/deliveries.table.js';
import { EndpointSecrets } from '../endpoints/endpoint-secrets.js';
import { EndpointsRepository } from '../endpoints/endpoints.repository.js';
import type { EndpointRow } from '../endpoints/endpoints.table.js';
import { failingFor, waitAfter } from './schedule.js';
import { type ClaimedDelivery, SendingRepository } from './sending.repository.js';
import { signedHeaders } from './signature.js';
import { type Received, WebhookClient } from './webhook-client.js';

/** What came of a try. */
type Answer = Received | { readonly status: null; readonly error: string; readonly retryAfter: 0 };

export type SendingOutcome = 'succeeded' | 'failed' | 'lost';

/** Sends one delivery, and writes down what came of it. No transaction is open while it is on its way. */
@Injectable()
export class SenderService {
  constructor(
    private readonly client: WebhookClient,
    private readonly secrets: EndpointSecrets,
    private readonly repository: SendingRepository,
    private readonly endpoints: EndpointsRepository,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** `lost` means that the lease ended, or somebody put the delivery on the schedule anew meanwhile. */
  async send({ delivery, endpoint }: ClaimedDelivery): Promise<SendingOutcome> {
    const startedAt = this.clock.now();
    const answer = await this.post(delivery, endpoint, startedAt);
    const attempt: AttemptRow = {
      id: newId(),
      deliveryId: delivery.id,
      startedAt,
      duration: this.clock.time() - startedAt.getTime(),
      status: answer.status,
      error: answer.status === null ? answer.error : null,
      responseBody: answer.status === null ? '' : answer.body,
    };
    const succeeded = answer.status !== null && answer.status >= 200 && answer.status < 300;
    const mine = await this.database.transaction((tx) =>
      succeeded
        ? this.recordSuccess(tx, delivery, attempt)
        : this.recordFailure(tx, delivery, endpoint, attempt, answer.retryAfter),
    );
    if (!mine) return 'lost';
    return succeeded ? 'succeeded' : 'failed';
  }

  private async post(delivery: DeliveryRow, endpoint: EndpointRow, at: Date): Promise<Answer> {
    const { eventId, payload } = delivery;
    const headers = signedHeaders(eventId, at, payload, this.secrets.keysOf(endpoint, at));
    try {
      return await this.client.post(endpoint.url, headers, payload);
    } catch (error) {
      return { status: null, error: (error as Error).message.slice(0, 200), retryAfter: 0 };
    }
  }

  private async recordSuccess(
    tx: Transaction,
    delivery: DeliveryRow,
    attempt: AttemptRow,
  ): Promise<boolean> {
    const mine = await this.repository.settle(tx, delivery, { state: 'succeeded' }, attempt);
    if (mine) await this.repository.markFailing(tx, delivery.endpointId, null);
    return mine;
  }

  private async recordFailure(
    tx: Transaction,
    delivery: DeliveryRow,
    endpoint: EndpointRow,
    attempt: AttemptRow,
    retryAfter: number,
  ): Promise<boolean> {
    const now = this.clock.now();
    const round = delivery.round + 1;
    const wait = waitAfter(round, retryAfter);
    const next = wait === null ? { state: 'failed' as const } : { nextAttemptAt: after(now, wait) };
    if (!(await this.repository.settle(tx, delivery, { round, ...next }, attempt))) return false;
    await this.repository.markFailing(tx, endpoint.id, now);
    const { failingSince } = endpoint;
    if (attempt.status === 410) await this.disable(tx, endpoint, 'gone');
    else if (failingSince && after(failingSince, failingFor) <= now)
      await this.disable(tx, endpoint, 'failing');
    return true;
  }

  private async disable(
    tx: Transaction,
    { id: endpointId, organizationId, url }: EndpointRow,
    reason: DisableReason,
  ): Promise<void> {
    const change = { disabledReason: reason, updatedAt: this.clock.now() };
    if (!(await this.endpoints.disable(tx, endpointId, change))) return;
    const about = { organizationId, actorId: null, subject: `webhook/${endpointId}` };
    await this.events.add(tx, events.webhookDisabled, { endpointId, url, reason }, about);
  }
}
