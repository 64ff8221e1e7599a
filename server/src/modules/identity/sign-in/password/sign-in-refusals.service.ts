import { Injectable } from '@nestjs/common';
import { events, type SignInFailure } from '@gatehouse/contracts/events';
import { AppError } from '../../../../kernel/error.js';
import { Database, type Transaction } from '../../../../platform/database/database.js';
import { Events } from '../../../../platform/events/events.js';
import { Metrics } from '../../../../platform/telemetry/metrics.js';
import { LockoutService } from '../../lockout/lockout.service.js';
import { PasswordLinksService } from '../../passwords/password-links.service.js';
import type { Account } from '../../users/account.js';

/** Who is refused, and whose failures that counts with. */
export interface Refused {
  /** Null when the name belongs to nobody. */
  readonly account: Pick<Account, 'id' | 'organizationId'> | null;
  readonly identifier: string;
  readonly lockoutKey: string;
}

/** Sign-ins that are refused at the password: each is counted, and told of. */
@Injectable()
export class SignInRefusalsService {
  private readonly count: (values: { reason: SignInFailure }) => void;

  constructor(
    private readonly lockout: LockoutService,
    private readonly links: PasswordLinksService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly metrics: Metrics,
  ) {
    const name = 'sign_in_failures_total';
    this.count = metrics.counter(name, 'Sign-ins refused at the password', ['reason']);
  }

  /**
   * Refuses an attempt unheard. It is told of: it counts against the address that it came from.
   * @throws AppError `sign_in_delayed`
   */
  async putOff(refused: Refused, until: Date): Promise<never> {
    this.count({ reason: 'delayed' });
    await this.database.transaction((tx) => this.tell(tx, refused, 'delayed'));
    throw this.lockout.delayed(until);
  }

  /**
   * @param matches whether the password was the right one, which nobody is told.
   * @throws AppError `invalid_credentials`, or `sign_in_delayed` when it was one failure too many
   */
  async refuse(refused: Refused, matches: boolean): Promise<never> {
    const reason = matches ? 'account_not_usable' : 'wrong_credentials';
    this.metrics.authAttempt({ method: 'password', outcome: 'failure' });
    this.count({ reason });
    const counted = this.database.transaction(async (tx) => {
      await this.lockout.countFailure(tx, refused.lockoutKey, 'password');
      await this.tell(tx, refused, reason);
    });
    await counted.catch((error: unknown) => this.passOn(refused, error));
    throw new AppError('invalid_credentials', {
      detail: 'If you have just registered, confirm your e-mail address first.',
    });
  }

  /**
   * Mails a link to choose another password: whoever knows the old one may not be its owner.
   * @throws AppError `password_expired`
   */
  async expire(refused: Refused, account: Account): Promise<never> {
    this.metrics.authAttempt({ method: 'password', outcome: 'failure' });
    this.count({ reason: 'account_not_usable' });
    await this.database.transaction(async (tx) => {
      await this.links.sendReset(tx, account);
      await this.tell(tx, refused, 'account_not_usable');
    });
    throw new AppError('password_expired');
  }

  /** A delay that came into force meanwhile is told of like any other. */
  private async passOn(refused: Refused, error: unknown): Promise<never> {
    if (error instanceof AppError && error.code === 'sign_in_delayed')
      await this.database.transaction((tx) => this.tell(tx, refused, 'delayed'));
    throw error;
  }

  private async tell(
    tx: Transaction,
    { account, identifier }: Refused,
    reason: SignInFailure,
  ): Promise<void> {
    const failed = { userId: account?.id ?? null, identifier, reason };
    const about = { organizationId: account?.organizationId ?? null, actorId: null };
    await this.events.add(tx, events.userLoginFailed, failed, about);
  }
}
