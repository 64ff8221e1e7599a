import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { after, hours } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { ApiKeysService } from '../api-keys/api-keys.service.js';
import { OneTimeTokensService } from '../one-time-tokens/one-time-tokens.service.js';
import { UsersRepository } from '../users/users.repository.js';
import { ForcedResetsService } from './forced-resets.service.js';

/** How long before its mail something may have been done that the mail tells of. */
const before = hours(1);

const reason =
  'You told us that somebody else was in your account, so it is closed until you choose a new password.';

/** Takes an account back from whoever else got into it. */
@Injectable()
export class RescueService {
  constructor(
    private readonly tokens: OneTimeTokensService,
    private readonly users: UsersRepository,
    private readonly resets: ForcedResetsService,
    private readonly apiKeys: ApiKeysService,
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /**
   * "This wasn't me": the reader of a security mail closes the account to all but a reset by mail.
   * API keys made since may be the stranger's, and end too. Second factors stay (attack 15).
   * @throws AppError `invalid_token`
   */
  async report(token: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const used = await this.tokens.consume(tx, ['not_me'], token);
      const account = used?.userId ? await this.users.find(tx, used.userId, null) : null;
      if (!used || !account) throw new AppError('invalid_token');
      const { id: userId } = account;
      const about = { actorId: userId };
      await this.tokens.voidReports(tx, userId, used.email ?? undefined);
      await this.resets.force(tx, account, { reason, ending: 'reported', about });
      await this.apiKeys.revokeSince(tx, userId, after(used.createdAt, -before));
      await this.events.add(tx, events.accountReported, { userId }, about);
    });
  }
}
