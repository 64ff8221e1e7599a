import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { MailgunReport, MailReport } from '@gatehouse/contracts/notifications/mail-reports';
import { after, Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { equalSecrets, hashToken } from '../../../kernel/secret.js';
import { Config } from '../../../platform/config/config.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { readUpTo } from '../../../platform/http/upload.js';
import { withoutPrivate } from '../../../platform/mail/provider-words.js';
import { OutcomesService } from '../carriage/outcomes.service.js';
import { fromMailgun, goodFor, isOfMailgun } from './mailgun.js';
import { ReportTokensRepository } from './report-tokens.repository.js';
import { readReturnedMail } from './returned-mail.js';

/** Our `Message-ID` begins with the mail's id (`SmtpTransport.send`). */
const ours = /^<?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:@[^<>\s]*)?>?$/i;

/** Largest message that is read, in bytes: ours that it holds are small. */
const largestMessage = 1_048_576;

/** Hears later what became of mails that the mail server took. */
@Injectable()
export class MailReportsService {
  constructor(
    private readonly outcomes: OutcomesService,
    private readonly tokens: ReportTokensRepository,
    private readonly database: Database,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * Reports of mails that are not followed here are passed over, and so are those that come twice.
   * @param sent the bearer secret.
   * @throws AppError `not_found` while no secret is set, `unauthenticated` for a wrong one.
   */
  async take(sent: string | undefined, reports: readonly MailReport[]): Promise<void> {
    this.admit(sent);
    for (const report of reports) await this.record(report);
  }

  /**
   * Reads a message that came back; one that tells of no mail of ours is passed over.
   * @param sent the bearer secret.
   * @throws AppError as `take`, `payload_too_large`, and `bad_request` for what is no message.
   */
  async takeReturned(sent: string | undefined, message: Readable): Promise<void> {
    this.admit(sent);
    const chunks: Buffer[] = [];
    for await (const chunk of readUpTo(message, largestMessage)) chunks.push(chunk);
    const report = await readReturnedMail(Buffer.concat(chunks)).catch((error: unknown) => {
      throw new AppError('bad_request', { detail: 'It is no message.', cause: error });
    });
    if (report) await this.record(report);
  }

  /**
   * A report that comes again, as after an answer that was lost, is passed over.
   * @throws AppError `not_found` while no key is set, `unauthenticated` for another's signature, and
   * for one of a report that said something else.
   */
  async takeFromMailgun(report: MailgunReport): Promise<void> {
    const key = this.config.GATEHOUSE_MAILGUN_SIGNING_KEY;
    if (key === undefined) throw new AppError('not_found');
    if (!isOfMailgun(report, key, this.clock.time())) throw new AppError('unauthenticated');
    const told = fromMailgun(report);
    await this.database.transaction(async (tx) => {
      await this.takeToken(tx, report);
      if (told) await this.write(tx, told);
    });
  }

  /** What the signature covers is good for one report. */
  private async takeToken(tx: Transaction, report: MailgunReport): Promise<void> {
    const usedAt = this.clock.now();
    const tokenHash = hashToken(report.signature.token);
    const bodyHash = hashToken(JSON.stringify(report['event-data']));
    // It is signed with its time, which may be as far ahead of ours.
    await this.tokens.purge(tx, after(usedAt, -2 * goodFor));
    const taken = await this.tokens.take(tx, { tokenHash, bodyHash, usedAt });
    if (!taken.bodyHash.equals(bodyHash)) throw new AppError('unauthenticated');
  }

  private admit(sent: string | undefined): void {
    const secret = this.config.GATEHOUSE_MAIL_REPORTS_SECRET;
    if (secret === undefined) throw new AppError('not_found');
    if (sent === undefined || !equalSecrets(sent, secret)) throw new AppError('unauthenticated');
  }

  private async record(report: MailReport): Promise<void> {
    await this.database.transaction((tx) => this.write(tx, report));
  }

  private async write(
    tx: Transaction,
    { messageId, outcome: state, detail }: MailReport,
  ): Promise<void> {
    const id = ours.exec(messageId)?.[1]?.toLowerCase();
    if (id === undefined) return;
    const words = withoutPrivate(detail.replaceAll('\0', '').trim());
    await this.outcomes.report(tx, id, { state, words });
  }
}
