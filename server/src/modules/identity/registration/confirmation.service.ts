import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { hashToken } from '../../../kernel/secret.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { Metrics } from '../../../platform/telemetry/metrics.js';
import { PasswordLinksService } from '../passwords/password-links.service.js';
import { AccountsService } from '../users/accounts.service.js';
import { newUser } from '../users/new-user.js';
import { isTaken } from '../users/users.repository.js';
import { RegistrationsRepository } from './registrations.repository.js';

const severalAttempts = { phrase: 'reset_contested' } as const;

/** Makes the account of an attempt to register whose mail was answered. */
@Injectable()
export class ConfirmationService {
  private readonly count: (values: object) => void;

  constructor(
    private readonly repository: RegistrationsRepository,
    private readonly accounts: AccountsService,
    private readonly links: PasswordLinksService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    metrics: Metrics,
  ) {
    const help = 'Accounts of people who registered and confirmed their address';
    this.count = metrics.counter('registrations_total', help, []);
  }

  /**
   * Where others tried too while no mail was sent, nobody knows whose password is right: the
   * account begins without one, and whoever reads its mails chooses one by a link.
   * @throws AppError `invalid_token`, also when the name or address was taken meanwhile;
   * `password_missing` when all is done but that password.
   */
  async confirm(token: string): Promise<void> {
    if (await this.create(token)) throw new AppError('password_missing');
  }

  /** @returns whether a password is still to be chosen. */
  private async create(token: string): Promise<boolean> {
    const now = this.clock.now();
    try {
      const passwordMissing = await this.database.transaction(async (tx) => {
        const attempt = await this.repository.consume(tx, hashToken(token), now);
        if (!attempt?.passwordHash) throw new AppError('invalid_token');
        const { email, emailKey, firstName, lastName, username } = attempt;
        const contested = await this.repository.isContested(tx, emailKey, now);
        const passwordHash = contested ? null : attempt.passwordHash;
        const given = { email, firstName, lastName, username, passwordHash, emailVerifiedAt: now };
        const person = newUser(given, now);
        const user = await this.accounts.create(tx, person, null, { actorId: person.id });
        const actor = { actorId: user.id };
        const about = { organizationId: null, ...actor };
        await this.events.add(tx, events.userEmailVerified, { userId: user.id }, about);
        if (contested) await this.links.sendRequired(tx, user, severalAttempts);
        return contested;
      });
      this.count({});
      return passwordMissing;
    } catch (error) {
      if (isTaken(error)) throw new AppError('invalid_token', { cause: error });
      throw error;
    }
  }
}
