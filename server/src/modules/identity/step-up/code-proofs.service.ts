import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { Metrics } from '../../../platform/telemetry/metrics.js';
import { FactorsService } from '../factors/factors.service.js';
import { LockoutService } from '../lockout/lockout.service.js';

/** Asks whoever is signed in for a code that comes with the request, without a challenge before it. */
@Injectable()
export class CodeProofsService {
  constructor(
    private readonly factors: FactorsService,
    private readonly lockout: LockoutService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Uses up a code of the caller's authenticator app, or one of their backup codes. Counted before
   * it is checked, with the codes of all challenges of theirs (attack 5).
   * @throws AppError `invalid_code`, `sign_in_delayed`
   */
  async requireCode({ userId, organizationId }: SessionCaller, code: string): Promise<void> {
    const method = /^\d{6}$/.test(code) ? 'totp' : 'backup_code';
    const { connection } = this.database;
    const delays = await this.lockout.admit(connection, userId, 'code');
    // Neither is bound to a challenge.
    const proof = { userId, challengeHash: Buffer.alloc(0), code };
    const right = await this.database.transaction(async (tx) => {
      const matches = await this.factors.get(method).verify(tx, proof);
      if (matches) await this.lockout.clear(tx, userId, 'code');
      const event = matches ? events.twoFactorVerified : events.twoFactorFailed;
      await this.events.add(tx, event, { userId, method }, { organizationId });
      return matches;
    });
    this.metrics.twoFactorAttempt({ operation: 'verify', outcome: right ? 'success' : 'failure' });
    if (right) return;
    if (delays) this.lockout.noteDelay('code');
    throw new AppError('invalid_code');
  }
}
