import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { after, hours } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { EmailRestorationService } from '../email-changes/email-restoration.service.js';
import { OneTimeTokensService } from '../one-time-tokens/one-time-tokens.service.js';
import { UsersRepository } from '../users/users.repository.js';
import { LeftoversService } from './leftovers.service.js';
import { ForcedResetsService } from './forced-resets.service.js';

/** How long before its mail something may have been done that the mail tells of. */
const before = hours(1);

const reason = { phrase: 'reset_reported' } as const;

/** Takes an account back from whoever else got into it. */
@Injectable()
export class RescueService {
  constructor(
    private readonly tokens: OneTimeTokensService,
    private readonly users: UsersRepository,
    private readonly addresses: EmailRestorationService,
    private readonly resets: ForcedResetsService,
    private readonly leftovers: LeftoversService,
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /**
   * "This wasn't me": the reader of a security mail closes the account to all but a reset by mail.
   * A former address gets the account back. API keys made or rotated since, and connections, may
   * be the stranger's, and end too; so may the wish to be erased, which is called off. Second factors stay (attack 15).
   * @throws AppError `invalid_token`
   */
  async report(token: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const used = await this.tokens.consume(tx, ['not_me'], token);
      const found = used?.userId ? await this.users.findAtHome(tx, used.userId) : null;
      if (!used?.email || !found) throw new AppError('invalid_token');
      const account = await this.addresses.restore(tx, found, used.email);
      const { id: userId } = account;
      const about = { organizationId: account.organizationId, actorId: userId };
      // A former address that takes the account back silences the later one, never the reverse.
      const silenced = account.email === found.email ? used.email : undefined;
      await this.tokens.voidReports(tx, userId, silenced);
      await this.resets.force(tx, account, { reason, ending: 'reported', about });
      await this.leftovers.removeSince(tx, userId, after(used.createdAt, -before));
      await this.events.add(tx, events.accountReported, { userId }, about);
    });
  }
}
