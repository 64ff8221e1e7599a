import { Injectable } from '@nestjs/common';
import type { DisableReason } from '@gatehouse/contracts/webhooks';
import { after, Clock } from '../../../kernel/clock.js';
import { Batcher } from '../../../platform/cache/batcher.js';
import { Database } from '../../../platform/database/database.js';
import type { Contact } from '../../identity/users/user-directory.port.js';
import type { AttemptRow } from '../deliveries/deliveries.table.js';
import type { EndpointRow } from '../endpoints/endpoints.table.js';
import { failingFor, waitAfter } from './schedule.js';
import { type ClaimedDelivery, SendingRepository, type Success } from './sending.repository.js';
import { SwitchOffService } from './switch-off.service.js';

/** Why an endpoint is switched off, and whom that is told. */
interface End {
  readonly reason: DisableReason;
  readonly contacts: readonly Contact[];
}

/**
 * Writes down what came of tries. Each says whether the delivery was still the sender's: not when its
 * lease ended, or somebody put it on the schedule anew meanwhile.
 */
@Injectable()
export class OutcomesService {
  private readonly successes = new Map<string, Success>();
  /** One after the other, which makes them fewer and larger. */
  private readonly batcher = new Batcher<true>((ids) => this.settleTogether(ids), 1);

  constructor(
    private readonly repository: SendingRepository,
    private readonly switchOff: SwitchOffService,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** What succeeds while others are written down is so with one statement for all of it. */
  async succeeded(success: Success): Promise<boolean> {
    const { id } = success.attempt;
    this.successes.set(id, success);
    return (await this.batcher.add(id)) ?? this.settleAlone(success);
  }

  /** @param retryAfter milliseconds that the receiver asks for; 0 where it does not. */
  async failed(
    { delivery, endpoint }: ClaimedDelivery,
    attempt: AttemptRow,
    retryAfter: number,
  ): Promise<boolean> {
    const end = await this.endOf(endpoint, attempt.status);
    const now = this.clock.now();
    const round = delivery.round + 1;
    // A try-out of an endpoint that is paused or switched off is made once.
    const wait = endpoint.status === 'enabled' ? waitAfter(round, retryAfter) : null;
    const next = wait === null ? { state: 'failed' as const } : { nextAttemptAt: after(now, wait) };
    return this.database.transaction(async (tx) => {
      // The endpoint before its deliveries: a switch-off locks them all, and two at once must not wait
      // for each other. What it answered is true also where the delivery is somebody else's by now.
      await this.repository.markFailing(tx, endpoint.id, now);
      if (end) await this.switchOff.switchOff(tx, endpoint, end.reason, end.contacts);
      return this.repository.settle(tx, delivery, { round, ...next }, attempt);
    });
  }

  private async settleTogether(ids: readonly string[]): Promise<ReadonlyMap<string, true>> {
    const together = ids.flatMap((id) => this.successes.get(id) ?? []);
    for (const id of ids) this.successes.delete(id);
    const settled = await this.repository.settleSuccesses(together);
    return new Map([...settled].map((id) => [id, true]));
  }

  /** Waits for whoever has the delivery, or finds that it is somebody else's by now. */
  private async settleAlone({ delivery, attempt }: Success): Promise<boolean> {
    return this.database.transaction((tx) =>
      this.repository.settle(tx, delivery, { state: 'succeeded' }, attempt),
    );
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
}
