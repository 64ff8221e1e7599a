import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { after, Clock, hours, minutes, seconds } from '../../kernel/clock.js';
import { Database } from '../database/database.js';
import { inTrace } from '../http/request-context.js';
import { describeError } from '../telemetry/describe-error.js';
import { Logger } from '../telemetry/logger.js';
import { MailOutbox, type MailOutcome, mailUrgencies, type MailUrgency } from './mail-outbox.js';
import { MailsRepository } from './mails.repository.js';
import type { MailRow } from './mails.table.js';
import { withoutPrivate } from './provider-words.js';
import { isHopeless, isServerAway, SmtpTransport } from './smtp-transport.js';

/** Waits between tries: doubling from 10 s to an hour, given up after a day. */
const waitAfter = (attempts: number): number =>
  Math.min(hours(1), seconds(10) * 2 ** (attempts - 1));
const mostAttempts = 30;
/** Several times the time limit of a try. A mail whose sender was killed is due again afterwards. */
const leasedFor = minutes(2);

/** Mails that go one after the other in some places, the most urgent first. */
interface Lane {
  /** Mails on their way at once. */
  readonly places: number;
  /** What is less urgent does not go here. */
  readonly least: MailUrgency;
}
/** Whatever is queued in bulk, some places are kept for what somebody waits for. */
const lanes: readonly Lane[] = [
  { places: 2, least: 'alarm' },
  { places: 3, least: 'bulk' },
];

/**
 * Sends the mails of the outbox, each at least once. Mails are claimed by a lease and no
 * transaction is open while they are on their way, so a mail server that stalls holds up nobody.
 */
@Injectable()
export class MailSender implements OnModuleDestroy {
  private readonly busy = new Set<Lane>();
  private isStopping = false;

  constructor(
    private readonly outbox: MailOutbox,
    private readonly repository: MailsRepository,
    private readonly transport: SmtpTransport,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** What is on its way arrives or comes back; the next process sends the rest. */
  onModuleDestroy(): void {
    this.isStopping = true;
  }

  /** Sends what is due, where this process is not at it already. Ends early when the server is away. */
  async sendDue(): Promise<void> {
    await Promise.all(lanes.map((lane) => this.work(lane)));
  }

  private async work(lane: Lane): Promise<void> {
    if (this.busy.has(lane)) return;
    this.busy.add(lane);
    try {
      await Promise.all(Array.from({ length: lane.places }, () => this.fillPlace(lane)));
    } finally {
      this.busy.delete(lane);
    }
  }

  private async fillPlace(lane: Lane): Promise<void> {
    while (!this.isStopping && (await this.sendNext(lane)));
  }

  /** @returns whether it is worth looking for more. */
  private async sendNext({ least }: Lane): Promise<boolean> {
    const now = this.clock.now();
    const { connection } = this.database;
    const rank = mailUrgencies.indexOf(least);
    const row = await this.repository.claim(connection, rank, now, after(now, leasedFor));
    return row !== null && inTrace(row, () => this.send(row));
  }

  /** @returns false when the server is away. */
  private async send(row: MailRow): Promise<boolean> {
    let response: string;
    try {
      const objection = await this.outbox.objectionTo(row);
      if (objection !== null) return await this.cancel(row, objection);
      response = await this.transport.send(row.id, this.outbox.open(row));
    } catch (error) {
      await this.recordFailure(row, error);
      return !isServerAway(error);
    }
    const outcome = { state: 'sent', words: withoutPrivate(response) } as const;
    await this.settle(row, { sentAt: this.clock.now(), error: null }, outcome);
    return true;
  }

  private async cancel(row: MailRow, words: string): Promise<true> {
    const change = { failedAt: this.clock.now(), error: words };
    await this.settle(row, change, { state: 'cancelled', words });
    return true;
  }

  private async recordFailure(row: MailRow, thrown: unknown): Promise<void> {
    const { id: mailId, kind, attempts } = row;
    const isGivenUp = attempts >= mostAttempts || isHopeless(thrown);
    const error = reasonOf(thrown);
    const message = isGivenUp ? 'A mail was given up' : 'A mail could not be sent yet';
    this.logger.warn(message, { mailId, kind, attempts, reason: error });
    const now = this.clock.now();
    const next = isGivenUp ? { failedAt: now } : { nextAttemptAt: after(now, waitAfter(attempts)) };
    const state = isHopeless(thrown) ? 'bounced' : isGivenUp ? 'failed' : 'deferred';
    await this.settle(row, { ...next, error }, { state, words: error });
  }

  private async settle(
    row: MailRow,
    change: Partial<MailRow>,
    outcome: MailOutcome,
  ): Promise<void> {
    const isMine = await this.database.transaction(async (tx) => {
      const { state } = outcome;
      if (!(await this.repository.settle(tx, row, { ...change, state }))) return false;
      await this.outbox.tell(tx, row, outcome);
      return true;
    });
    if (isMine) return;
    this.logger.warn('A mail was claimed by another sender before this one was done', {
      mailId: row.id,
    });
  }
}

/** Why a try failed. */
const reasonOf = (thrown: unknown): string => withoutPrivate(describeError(thrown));
