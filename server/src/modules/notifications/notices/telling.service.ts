import { Injectable } from '@nestjs/common';
import { after, Clock, minutes, seconds } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { inTrace } from '../../../platform/http/request-context.js';
import { Logger } from '../../../platform/telemetry/logger.js';
import { Dispatcher } from '../carriage/dispatcher.js';
import { OutgoingService } from '../deliveries/outgoing.service.js';
import { Pump } from '../pump.js';
import { DraftingService } from './drafting.service.js';
import { NoticesRepository } from './notices.repository.js';
import type { NoticeRow } from './notices.table.js';

/** How often it looks for notices; of those just written it is told. */
const lookEvery = seconds(1);
/** Notices told in one go. */
const atOnce = 50;
/** Tries, after which a notice is given up; the waits between them double from one second. */
const mostAttempts = 12;

/**
 * Tells what was written down: each notice once, however many processes look and whenever one of
 * them dies, because the mark and what comes of it commit together.
 */
@Injectable()
export class TellingService extends Pump {
  constructor(
    private readonly notices: NoticesRepository,
    private readonly drafting: DraftingService,
    private readonly outgoing: OutgoingService,
    private readonly dispatcher: Dispatcher,
    private readonly database: Database,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    super(lookEvery, 'Notices could not be looked for', logger);
  }

  async workDue(): Promise<boolean> {
    const due = await this.notices.listDue(this.database.connection, this.clock.now(), atOnce);
    let isMore = due.length === atOnce;
    for (const notice of due) if (await inTrace(notice, () => this.tell(notice))) isMore = true;
    if (due.length > 0) this.dispatcher.wake();
    return isMore;
  }

  /** @returns whether others are to be told of it next. */
  private async tell(notice: NoticeRow): Promise<boolean> {
    try {
      const now = this.clock.now();
      const { drafts, upTo } = await this.drafting.draft(notice, now);
      await this.database.transaction(async (tx) => {
        const told = await this.notices.consume(tx, notice, upTo, now);
        if (!told) return;
        // Somebody may have been erased since.
        const isMeant = (userId: string) =>
          told.staffPermission !== null ||
          told.memberPermission !== null ||
          told.audience !== null ||
          told.userIds.includes(userId);
        await this.outgoing.write(
          tx,
          drafts.filter(({ userId }) => isMeant(userId)),
          now,
        );
      });
      return upTo !== null;
    } catch (error) {
      await this.putOff(notice, error);
      return false;
    }
  }

  private async putOff(notice: NoticeRow, thrown: unknown): Promise<void> {
    const { id: noticeId, attempts } = notice;
    this.logger.warn('A notice could not be told', { noticeId, attempts, error: thrown });
    const now = this.clock.now();
    const error = (thrown as Error).message.slice(0, 500);
    const wait = Math.min(seconds(2 ** attempts), minutes(30));
    const next =
      attempts + 1 >= mostAttempts ? { failedAt: now } : { nextAttemptAt: after(now, wait) };
    await this.notices.recordFailure(this.database.connection, notice, { error, ...next });
  }
}
