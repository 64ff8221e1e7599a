import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import type { AttemptRow, DeliveryRow } from '../deliveries/deliveries.table.js';
import { EndpointSecrets } from '../endpoints/endpoint-secrets.js';
import type { EndpointRow } from '../endpoints/endpoints.table.js';
import { OutcomesService } from './outcomes.service.js';
import type { ClaimedDelivery } from './sending.repository.js';
import { signedHeaders } from './signature.js';
import { type Received, WebhookClient } from './webhook-client.js';

/** What came of a try. */
type Answer = Received | { readonly status: null; readonly error: string; readonly retryAfter: 0 };

export type SendingOutcome = 'succeeded' | 'failed' | 'lost';

/** Sends one delivery, and has written down what came of it. No transaction is open while it is on its way. */
@Injectable()
export class SenderService {
  constructor(
    private readonly client: WebhookClient,
    private readonly secrets: EndpointSecrets,
    private readonly outcomes: OutcomesService,
    private readonly clock: Clock,
  ) {}

  /**
   * `lost` means that the lease ended, or somebody put the delivery on the schedule anew meanwhile.
   * @param answered called when the request is over, before what came of it is written down.
   */
  async send(
    { delivery, endpoint }: ClaimedDelivery,
    answered: () => void,
  ): Promise<SendingOutcome> {
    const startedAt = this.clock.now();
    const answer = await this.post(delivery, endpoint, startedAt).finally(answered);
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
    const mine = succeeded
      ? await this.outcomes.succeeded({ delivery, attempt })
      : await this.outcomes.failed({ delivery, endpoint }, attempt, answer.retryAfter);
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
}
