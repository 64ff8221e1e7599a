import { Injectable } from '@nestjs/common';
import type { DeliveryState } from '@gatehouse/contracts/notifications/deliveries';
import { Clock } from '../../../kernel/clock.js';
import type { Transaction } from '../../../platform/database/database.js';
import { type MailNews, MailOutbox } from '../../../platform/mail/mail-outbox.js';
import { DeliveriesRepository, type Step } from '../deliveries/deliveries.repository.js';
import { type DeliveryRow, idsOf } from '../deliveries/deliveries.table.js';
import { OutgoingService } from '../deliveries/outgoing.service.js';
import { AddressesRepository } from './addresses.repository.js';
import { CarriageRepository } from './carriage.repository.js';
import { mailKind } from './messages.service.js';

type Outcome = 'sent' | 'delivered' | 'bounced' | 'failed' | 'cancelled';

/**
 * What a provider said of a message; `deferred` will be tried again, `complained` was called spam by
 * whoever got it.
 */
export interface MessageOutcome {
  readonly state: Outcome | 'deferred' | 'complained';
  /** The provider's words. */
  readonly words: string;
}

/**
 * What may become of a delivery that is known to be something already: reports come late, twice and
 * in any order, and the worse news is the truth.
 */
const before: Readonly<Record<Outcome, readonly DeliveryState[]>> = {
  sent: ['queued'],
  delivered: ['queued', 'sent'],
  bounced: ['queued', 'sent', 'delivered'],
  failed: ['queued', 'sent'],
  cancelled: ['queued'],
};

const spamWords = (words: string): string => `Called spam by whoever got it. ${words}`.trim();

/** Writes down what became of messages, with what they carried; an address that is none is not used again. */
@Injectable()
export class OutcomesService {
  constructor(
    private readonly repository: CarriageRepository,
    private readonly deliveries: DeliveriesRepository,
    private readonly addresses: AddressesRepository,
    private readonly outgoing: OutgoingService,
    private readonly clock: Clock,
    private readonly outbox: MailOutbox,
  ) {
    outbox.follow((tx, mail, outcome) =>
      mail.kind === mailKind
        ? this.record(tx, mail.id, outcome)
        : this.learn(tx, mail.recipientKey, outcome),
    );
  }

  /** What a provider told of a mail later, be it one that carries notifications or not. */
  async report(tx: Transaction, mailId: string, news: MailNews): Promise<void> {
    // Deliveries are kept longer than the mails that carried them.
    await this.record(tx, mailId, news);
    const mail = await this.outbox.report(tx, mailId, news);
    if (mail && mail.kind !== mailKind) await this.learn(tx, mail.recipientKey, news);
  }

  async record(
    tx: Transaction,
    messageId: string,
    { state, words }: MessageOutcome,
  ): Promise<void> {
    const rows = await this.repository.lockCarried(tx, messageId);
    if (state === 'deferred') await this.note(tx, rows, { state, detail: words });
    else if (state === 'complained') await this.complain(tx, rows, words);
    else if ((await this.settle(tx, rows, state, words)) && state === 'bounced')
      await this.suppress(tx, rows, words);
  }

  /**
   * What a code or a security mail teaches of its address. Such mails themselves go whatever is known:
   * somebody waits for them or must be warned, and their number is limited where they are asked for.
   */
  private async learn(
    tx: Transaction,
    addressKey: string,
    { state, words }: MessageOutcome,
  ): Promise<void> {
    if (state !== 'bounced' && state !== 'complained') return;
    const detail = state === 'bounced' ? words : spamWords(words);
    await this.addresses.suppress(tx, 'email', addressKey, detail, this.clock.now());
  }

  /** @returns whether that is news of any. */
  private async settle(
    tx: Transaction,
    rows: readonly DeliveryRow[],
    state: Outcome,
    words: string,
  ): Promise<boolean> {
    const open = rows.filter((row) => before[state].includes(row.state));
    await this.deliveries.settle(tx, idsOf(open), state, words, this.clock.now());
    for (const { channel } of open) this.outgoing.count({ channel, state });
    return open.length > 0;
  }

  /** It arrived, and nothing more is wanted. */
  private async complain(
    tx: Transaction,
    rows: readonly DeliveryRow[],
    words: string,
  ): Promise<void> {
    const detail = spamWords(words);
    await this.settle(tx, rows, 'delivered', words);
    if (!(await this.suppress(tx, rows, detail))) return;
    await this.note(tx, rows, { state: 'complained', detail });
  }

  /** @returns whether something was sent there until now. */
  private async suppress(
    tx: Transaction,
    [first]: readonly DeliveryRow[],
    words: string,
  ): Promise<boolean> {
    if (!first?.addressKey) return false;
    const { channel, addressKey } = first;
    return this.addresses.suppress(tx, channel, addressKey, words, this.clock.now());
  }

  private async note(tx: Transaction, rows: readonly DeliveryRow[], step: Step): Promise<void> {
    await this.deliveries.note(tx, idsOf(rows), step, this.clock.now());
  }
}
