import { Injectable } from '@nestjs/common';
import type { SessionEndReason } from '@gatehouse/contracts/events';
import type { Transaction } from '../../../platform/database/database.js';
import type { EventOptions } from '../../../platform/events/envelope.js';
import { CredentialsService } from '../passwords/credentials.service.js';
import type { ResetReason } from '../mails/identity-mails.service.js';
import { PasswordLinksService } from '../passwords/password-links.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { DisconnectingService } from '../social/connections/disconnecting.service.js';
import type { Account } from '../users/account.js';
import { OpenEndsService } from './open-ends.service.js';

/** Why a password is taken away, and in whose name. */
export interface ForcedReset {
  /** What the mail says. */
  readonly reason: ResetReason;
  readonly ending: SessionEndReason;
  readonly about: EventOptions;
}

/** Closes accounts to all but a reset by mail. */
@Injectable()
export class ForcedResetsService {
  constructor(
    private readonly credentials: CredentialsService,
    private readonly sessions: SessionsService,
    private readonly openEnds: OpenEndsService,
    private readonly links: PasswordLinksService,
    private readonly connections: DisconnectingService,
  ) {}

  /**
   * Takes the password and every connected account away, ends every session, voids every link and
   * sign-in under way, and mails a link to choose a new password, all in one transaction (attack 16).
   * Passkeys and API keys stay, and let nobody in until that is done.
   */
  async force(tx: Transaction, account: Account, reset: ForcedReset): Promise<void> {
    const { id: userId } = account;
    await this.credentials.requireReset(tx, userId);
    // First the sessions: what one of them is about to leave behind is there once they have ended.
    await this.sessions.endAll(tx, userId, reset.ending, reset.about);
    await this.connections.unlinkAll(tx, userId, reset.about);
    await this.openEnds.close(tx, userId, reset.about);
    await this.links.voidAll(tx, userId);
    if (account.isActive) await this.links.sendRequired(tx, account, reset.reason);
  }
}
