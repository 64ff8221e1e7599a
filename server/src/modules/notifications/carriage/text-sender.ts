import { Injectable } from '@nestjs/common';
import { after, Clock, hours, minutes, seconds } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { TextRefusal } from '../../../platform/sms/sms-sender.js';
import { Logger } from '../../../platform/telemetry/logger.js';
import { Pump } from '../pump.js';
import { BudgetedTexts, BudgetUsedUp } from './budgets/budgeted-texts.js';
import type { TextRow } from './carriage.table.js';
import { LastLookService } from './last-look.service.js';
import { type MessageOutcome, OutcomesService } from './outcomes.service.js';
import { TextsRepository } from './texts.repository.js';

const lookEvery = seconds(2);
/** Several times the time limit of a try. */
const leasedFor = minutes(2);
const atOnce = 5;
/** Tries to send, over about an hour: a text message that comes later is of no use. */
const mostAttempts = 8;
/** How long the provider is asked what became of a message. */
const followedFor = hours(24);

const waitAfter = (attempts: number): number =>
  Math.min(seconds(30) * 2 ** (attempts - 1), hours(1));

/**
 * Sends text messages, each at least once, and asks what became of them. They are claimed by a
 * lease, and no transaction is open while the provider is asked.
 */
@Injectable()
export class TextSender extends Pump {
  constructor(
    private readonly repository: TextsRepository,
    private readonly outcomes: OutcomesService,
    private readonly lastLook: LastLookService,
    private readonly sms: BudgetedTexts,
    private readonly database: Database,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    super(lookEvery, 'Text messages could not be looked for', logger);
  }

  override start(): void {
    if (this.sms.available) super.start();
  }

  async workDue(): Promise<boolean> {
    const now = this.clock.now();
    const { connection } = this.database;
    const rows = await this.repository.claim(connection, atOnce, now, after(now, leasedFor));
    await Promise.all(rows.map((row) => (row.sentAt ? this.follow(row) : this.send(row))));
    return rows.length === atOnce;
  }

  private async send(row: TextRow): Promise<void> {
    try {
      const objection = await this.lastLook.objectionToMessage(row.id);
      if (objection !== null) return await this.cancel(row, objection);
      const { reference } = await this.sms.send({ to: row.number, text: row.text });
      const sentAt = this.clock.now();
      const next = reference === null ? { settledAt: sentAt } : this.later(row);
      const outcome = { state: 'sent', words: 'Taken by the provider' } as const;
      await this.settle(row, { sentAt, reference, ...next }, outcome);
    } catch (error) {
      await this.recordRefusal(row, error);
    }
  }

  private cancel(row: TextRow, words: string): Promise<void> {
    return this.settle(row, { settledAt: this.clock.now() }, { state: 'cancelled', words });
  }

  private async recordRefusal(row: TextRow, thrown: unknown): Promise<void> {
    const { cause } = thrown as { cause?: unknown };
    const { message: words, isHopeless } =
      cause instanceof TextRefusal ? cause : new TextRefusal('it could not be sent', false);
    const next = cause instanceof BudgetUsedUp ? { nextAttemptAt: cause.until } : this.later(row);
    if (!isHopeless && row.attempts < mostAttempts)
      return this.settle(row, next, { state: 'deferred', words });
    const state = isHopeless ? 'bounced' : 'failed';
    return this.settle(row, { settledAt: this.clock.now() }, { state, words });
  }

  private async follow(row: TextRow): Promise<void> {
    const { state, words } = await this.sms
      .statusOf(row.reference ?? '')
      .catch(() => ({ state: 'sent', words: '' }) as const);
    if (state !== 'sent')
      return this.settle(row, { settledAt: this.clock.now() }, { state, words });
    const isOver = row.sentAt !== null && after(row.sentAt, followedFor) <= this.clock.now();
    return this.settle(row, isOver ? { settledAt: this.clock.now() } : this.later(row), null);
  }

  private later({ attempts }: TextRow): Pick<TextRow, 'nextAttemptAt'> {
    return { nextAttemptAt: after(this.clock.now(), waitAfter(attempts)) };
  }

  private async settle(
    row: TextRow,
    change: Partial<TextRow>,
    outcome: MessageOutcome | null,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await this.repository.settle(tx, row, change))) return;
      if (outcome) await this.outcomes.record(tx, row.id, outcome);
    });
  }
}
