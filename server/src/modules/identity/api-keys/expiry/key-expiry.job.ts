import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { after, Clock, days } from '../../../../kernel/clock.js';
import { Database, type Transaction } from '../../../../platform/database/database.js';
import { Events } from '../../../../platform/events/events.js';
import { Jobs } from '../../../../platform/jobs/jobs.js';
import type { ApiKeyRow } from '../api-keys.table.js';
import { KeyMailsService } from '../key-mails.service.js';
import { KeyExpiryRepository } from './key-expiry.repository.js';

/** How long before its end people are told of it. */
const noticeGiven = days(7);
/** Keys of one transaction. */
const atOnce = 50;

/** Tells of keys that end within a week, before a program stops: once for each end. */
@Injectable()
export class KeyExpiryJob {
  constructor(
    private readonly repository: KeyExpiryRepository,
    private readonly mails: KeyMailsService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    jobs: Jobs,
  ) {
    jobs.register('identity.key-expiry', () => this.run(), { schedule: { cron: '23 * * * *' } });
  }

  async run(): Promise<void> {
    for (;;) {
      const told = await this.database.transaction((tx) => this.tellSome(tx));
      if (told < atOnce) return;
    }
  }

  private async tellSome(tx: Transaction): Promise<number> {
    const now = this.clock.now();
    const keys = await this.repository.takeDue(tx, now, after(now, noticeGiven), atOnce);
    for (const key of keys) if (key.expiresAt) await this.tell(tx, key, key.expiresAt);
    return keys.length;
  }

  private async tell(tx: Transaction, key: ApiKeyRow, expiresAt: Date): Promise<void> {
    const { id: apiKeyId, userId, organizationId, name } = key;
    const isService = await this.mails.expiring(tx, key, expiresAt);
    const facts = { userId, apiKeyId, name, expiresAt: expiresAt.toISOString(), isService };
    await this.events.add(tx, events.apiKeyExpiring, facts, { organizationId, actorId: null });
  }
}
