import { Injectable } from '@nestjs/common';
import type { DisableReason } from '@gatehouse/contracts/webhooks';
import { after, Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import type { Contact } from '../../identity/users/user-directory.port.js';
import type { AttemptRow, DeliveryRow } from '../deliveries/deliveries.table.js';
import { EndpointSecrets } from '../endpoints/endpoint-secrets.js';
import type { EndpointRow } from '../endpoints/endpoints.table.js';
import { failingFor, waitAfter } from './schedule.js';
import { type ClaimedDelivery, SendingRepository } from './sending.repository.js';
import { signedHeaders } from './signature.js';
import { SwitchOffService } from './switch-off.service.js';
import { type Received, WebhookClient } from './webhook-client.js';

/** What came of a try. */
type Answer = Received | { readonly status: null; readonly error: string; readonly retryAfter: 0 };

/** Why an endpoint is switched off, and whom that is told. */
interface End {
  readonly reason: DisableReason;
  readonly contacts: readonly Contact[];
}

export type SendingOutcome = 'succeeded' | 'failed' | 'lost';

/** Sends one delivery, and writes down what came of it. No transaction is open while it is on its way. */
@Injectable()
export class SenderService {
  constructor(
    private readonly client: WebhookClient,
    private readonly secrets: EndpointSecrets,
    private readonly repository: SendingRepository,
    private readonly switchOff: SwitchOffService,
    private readonly database: Database,
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
      responseHeaders: answer.status === null ? {} : answer.headers,
      responseBody: answer.status === null ? '' : answer.body,
    };
    const succeeded = answer.status !== null && answer.status >= 200 && answer.status < 300;
    const end = succeeded ? null : await this.endOf(endpoint, answer.status);
    const mine = await this.database.transaction((tx) =>
      succeeded
        ? this.recordSuccess(tx, delivery, attempt)
        : this.recordFailure(tx, delivery, endpoint, attempt, answer.retryAfter, end),
    );
    if (!mine) return 'lost';
    return succeeded ? 'succeeded' : 'failed';
  }

  private async post(delivery: DeliveryRow, endpoint: EndpointRow, at: Date): Promise<Answer> {
    const { eventId, payload, traceparent } = delivery;
    const signed = await signedHeaders(eventId, at, payload, this.secrets.keysOf(endpoint, at));
    const headers = traceparent === null ? signed : { ...signed, traceparent };
    try {
      return await this.client.post(endpoint.url, headers, payload);
    } catch (error) {
      return { status: null, error: (error as Error).message.slice(0, 200), retryAfter: 0 };
    }
  }

  /** Whether a failure is an endpoint's last; that a try-out of a paused one failed is not. */
  private async endOf(endpoint: EndpointRow, status: number | null): Promise<End | null> {
    const { failingSince } = endpoint;
    const failsForLong =
      endpoint.status === 'enabled' &&
      failingSince &&
      after(failingSince, failingFor) <= this.clock.now();
    if (status !== 410 && !failsForLong) return null;
    const contacts = await this.switchOff.contactsOf(endpoint);
    return { reason: status === 410 ? 'gone' : 'failing', contacts };
  }

  private async recordSuccess(
    tx: Transaction,
    delivery: DeliveryRow,
    attempt: AttemptRow,
  ): Promise<boolean> {
    await this.repository.markFailing(tx, delivery.endpointId, null);
    return this.repository.settle(tx, delivery, { state: 'succeeded' }, attempt);
  }

  private async recordFailure(
    tx: Transaction,
    delivery: DeliveryRow,
    endpoint: EndpointRow,
    attempt: AttemptRow,
    retryAfter: number,
    end: End | null,
  ): Promise<boolean> {
    const now = this.clock.now();
    const round = delivery.round + 1;
    // A try-out of an endpoint that is paused or switched off is made once.
    const wait = endpoint.status === 'enabled' ? waitAfter(round, retryAfter) : null;
    const next = wait === null ? { state: 'failed' as const } : { nextAttemptAt: after(now, wait) };
    // The endpoint before its deliveries: a switch-off locks them all, and two at once must not wait
    // for each other. What it answered is true also where the delivery is somebody else's by now.
    await this.repository.markFailing(tx, endpoint.id, now);
    if (end) await this.switchOff.switchOff(tx, endpoint, end.reason, end.contacts);
    return this.repository.settle(tx, delivery, { round, ...next }, attempt);
  }
}
