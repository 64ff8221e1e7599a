import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { strToU8, zipSync } from 'fflate';
import { after, Clock, days, hours } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { hashToken, newToken } from '../../../kernel/secret.js';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { IdentityMailsService } from '../mails/identity-mails.service.js';
import { UsersRepository } from '../users/users.repository.js';
import { AccountExportsRepository } from './account-exports.repository.js';
import { accountPage } from './account-page.js';

const placeOf = (tokenHash: Buffer): string =>
  `account_exports.content:${tokenHash.toString('hex')}`;

/** Tells people everything that is known about them (GDPR articles 15 and 20). */
@Injectable()
export class AccountExportService {
  constructor(
    private readonly repository: AccountExportsRepository,
    private readonly users: UsersRepository,
    private readonly mails: IdentityMailsService,
    private readonly cipher: FieldCipher,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {
    jobs.register<{ userId: string }>('identity.account-export', ({ userId }) => this.make(userId));
    jobs.register('identity.account-export-purge', () => this.purge(), {
      schedule: { every: hours(1) },
    });
  }

  async request({ userId }: SessionCaller): Promise<void> {
    await this.jobs.add('identity.account-export', { userId });
  }

  /** The file behind a link, for a day. @throws AppError `invalid_token` */
  async open(token: string): Promise<Readable> {
    const tokenHash = hashToken(token);
    const { connection } = this.database;
    const found = await this.repository.find(connection, tokenHash, this.clock.now());
    if (!found) throw new AppError('invalid_token');
    const content = this.cipher.open(found.content, placeOf(tokenHash));
    return Readable.from([Buffer.from(content, 'base64')]);
  }

  /** Gathers a person's data and sends the link to them; a newer file takes the older one's place. */
  async make(userId: string): Promise<void> {
    const token = newToken();
    const tokenHash = hashToken(token);
    const createdAt = this.clock.now();
    await this.database.transaction(async (tx) => {
      const account = await this.users.find(tx, userId, null);
      if (!account) return;
      const sections = await this.repository.gather(tx, userId);
      const file = zipSync({
        'account.json': strToU8(JSON.stringify(sections, null, 2)),
        'account.html': strToU8(accountPage(sections, createdAt)),
      });
      const content = this.cipher.seal(Buffer.from(file).toString('base64'), placeOf(tokenHash));
      const expiresAt = after(createdAt, days(1));
      await this.repository.insert(tx, { tokenHash, userId, content, createdAt, expiresAt });
      await this.events.add(tx, events.accountExported, { userId }, { actorId: userId });
      await this.mails.accountExported(tx, account, token);
    });
  }

  private async purge(): Promise<void> {
    await this.repository.purge(this.database.connection, this.clock.now());
  }
}
