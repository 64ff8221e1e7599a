import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { newToken } from '../../../kernel/secret.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { IdentityMailsService } from '../mails/identity-mails.service.js';
import { FirstStepService } from '../sign-in/first-step.service.js';
import { accountKey } from '../users/account-key.js';
import { UsersRepository } from '../users/users.repository.js';
import { MailedProofsService } from './mailed-proofs.service.js';

/** Sends links and codes to sign in with. */
@Injectable()
export class MagicLinksService {
  constructor(
    private readonly users: UsersRepository,
    private readonly proofs: MailedProofsService,
    private readonly firstStep: FirstStepService,
    private readonly mails: IdentityMailsService,
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /**
   * Sends a link and a code where the address is that of an account that can be signed in to and is
   * not delayed, at most once a minute; the caller cannot tell (attacks 8 and 10).
   * @returns the ticket that goes with the code, and with nothing where none was sent.
   */
  async send(email: string, clientAddress: string): Promise<string> {
    const ticket = newToken();
    const user = await this.users.findByEmail(this.database.connection, accountKey(email));
    if (!user || !(await this.firstStep.isOpen(user, clientAddress))) return ticket;
    const { id: userId } = user;
    await this.database.transaction(async (tx) => {
      const proof = await this.proofs.issue(tx, userId, ticket);
      if (proof === null) return;
      await this.mails.magicLink(tx, { ...user, email: user.foundBy }, proof);
      const account = await this.users.findAtHome(tx, userId);
      const about = { organizationId: account?.organizationId ?? null, actorId: null };
      await this.events.add(tx, events.magicLinkRequested, { userId }, about);
    });
    return ticket;
  }
}
