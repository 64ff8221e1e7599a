import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Transaction } from '../../../platform/database/database.js';
import { MailOutbox } from '../../../platform/mail/mail-outbox.js';
import { DeliveriesRepository } from '../deliveries/deliveries.repository.js';
import { OutgoingService } from '../deliveries/outgoing.service.js';
import { AddressesRepository } from './addresses.repository.js';
import { CarriageRepository } from './carriage.repository.js';
import { mailKind } from './carriage.service.js';

/** What a provider said of a message; `deferred` will be tried again. */
export interface MessageOutcome {
  readonly state: 'deferred' | 'sent' | 'delivered' | 'bounced' | 'failed';
  /** The provider's words. */
  readonly words: string;
}

/** Writes down what became of messages, with what they carried; an address that is none is not used again. */
@Injectable()
export class OutcomesService {
  constructor(
    private readonly repository: CarriageRepository,
    private readonly deliveries: DeliveriesRepository,
    private readonly addresses: AddressesRepository,
    private readonly outgoing: OutgoingService,
    private readonly clock: Clock,
    outbox: MailOutbox,
  ) {
    outbox.follow(mailKind, (tx, mailId, outcome) => this.record(tx, mailId, outcome));
  }

  async record(
    tx: Transaction,
    messageId: string,
    { state, words }: MessageOutcome,
  ): Promise<void> {
    const now = this.clock.now();
    const rows = await this.repository.listCarried(tx, messageId);
    const ids = rows.map(({ id }) => id);
    if (state === 'deferred') {
      await this.deliveries.note(tx, ids, { state, detail: words }, now);
      return;
    }
    await this.deliveries.settle(tx, ids, state, words, now);
    for (const { channel } of rows) this.outgoing.count({ channel, state });
    const [first] = rows;
    if (state === 'bounced' && first?.addressKey)
      await this.addresses.suppress(tx, first.channel, first.addressKey, words, now);
  }
}
