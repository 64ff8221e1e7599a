import type { EventContract, EventData } from '@gatehouse/contracts/events';
import type { Transaction } from '../database/database.js';

export interface EventOptions {
  readonly organizationId?: string | null;
  readonly actorId?: string | null;
}

export abstract class Events {
  abstract add<E extends EventContract>(
    tx: Transaction,
    event: E,
    data: EventData<E>,
    options?: EventOptions,
  ): Promise<void>;
}
