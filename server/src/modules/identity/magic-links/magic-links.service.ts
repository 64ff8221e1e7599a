import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { IdentityMailsService } from '../mails/identity-mails.service.js';
import { OneTimeTokensService } from '../one-time-tokens/one-time-tokens.service.js';
import { FirstStepService } from '../sign-in/first-step.service.js';
import { accountKey } from '../users/account-key.js';
import { UsersRepository } from '../users/users.repository.js';

/** Sends links to sign in with. */
@Injectable()
export class MagicLinksService {
  constructor(
    private readonly users: UsersRepository,
    private readonly tokens: OneTimeTokensService,
    private readonly firstStep: FirstStepService,
    private readonly mails: IdentityMailsService,
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /**
   * Sends a link where the address is that of an account that can be signed in to and is not
   * delayed, at most one a minute; the caller cannot tell (attacks 8 and 10).
   */
  async send(email: string, clientAddress: string): Promise<void> {
    const user = await this.users.findByEmail(this.database.connection, accountKey(email));
    if (!user || !(await this.firstStep.isOpen(user, clientAddress))) return;
    const { id: userId } = user;
    await this.database.transaction(async (tx) => {
      const token = await this.tokens.issueAtMostOneAMinute(tx, 'magic_link', userId);
      if (token === null) return;
      await this.mails.magicLink(tx, user, token);
      await this.events.add(tx, events.magicLinkRequested, { userId }, { actorId: null });
    });
  }
}
