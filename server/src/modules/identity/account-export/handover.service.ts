import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { after, Clock, days } from '../../../kernel/clock.js';
import { hashToken, newToken } from '../../../kernel/secret.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { SecurityMailsService } from '../mails/security-mails.service.js';
import { UsersRepository } from '../users/users.repository.js';
import { AccountExportsRepository, type ClaimedExport } from './account-exports.repository.js';
import type { ExportFile } from './account-exports.table.js';

/** How long the link in the mail works. */
const goodFor = days(1);

/** Hands an export that is made over: by a link that its person alone gets, or who of the staff asked for it. */
@Injectable()
export class HandoverService {
  constructor(
    private readonly repository: AccountExportsRepository,
    private readonly users: UsersRepository,
    private readonly mails: SecurityMailsService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Sends the link; what was made of somebody who was deleted meanwhile, or for somebody who is no longer staff, is thrown away. */
  async finish(claimed: ClaimedExport, files: readonly ExportFile[]): Promise<void> {
    const { id, userId, requestedBy } = claimed;
    const token = newToken();
    const madeAt = this.clock.now();
    const made = { tokenHash: hashToken(token), files, madeAt, expiresAt: after(madeAt, goodFor) };
    await this.database.transaction(async (tx) => {
      const account = await this.users.find(tx, userId, null);
      const reader =
        requestedBy === userId ? account : await this.users.find(tx, requestedBy, null);
      const isStaff = reader?.platformRole !== null;
      if (!account || !reader || !(reader.id === userId || isStaff))
        return this.repository.remove(tx, id);
      if (!(await this.repository.finish(tx, claimed, made))) return;
      if (reader.id !== userId) {
        const whose = `${account.firstName} ${account.lastName}`;
        return this.mails.accountExportedForYou(tx, reader, whose, token);
      }
      await this.events.add(tx, events.accountExported, { userId }, { actorId: userId });
      await this.mails.accountExported(tx, account, token);
    });
  }
}
