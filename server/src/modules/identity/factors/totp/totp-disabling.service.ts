import { Injectable } from '@nestjs/common';
import { after, Clock, minutes } from '../../../../kernel/clock.js';
import { AppError } from '../../../../kernel/error.js';
import { Config } from '../../../../platform/config/config.js';
import type { SessionCaller } from '../../../../platform/http/caller.js';
import { ProofsService } from '../../sign-in/proofs.service.js';
import { CodeProofsService } from '../../step-up/code-proofs.service.js';
import { TotpService } from './totp.service.js';

/** What proves again who the caller is. */
interface SentProof {
  readonly password?: string | undefined;
  readonly code?: string | undefined;
}

/** Turns authenticator apps off for whoever has just proved who they are: by what they send, or before. */
@Injectable()
export class TotpDisablingService {
  constructor(
    private readonly totp: TotpService,
    private readonly passwords: ProofsService,
    private readonly codes: CodeProofsService,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * @throws AppError `invalid_credentials`, `invalid_code`, `sign_in_delayed`, `overloaded`;
   * `reauthentication_required` where nothing was sent and the last proof is too old;
   * `two_factor_not_enabled`, `last_factor`
   */
  async disable(caller: SessionCaller, { password, code }: SentProof): Promise<void> {
    if (password === undefined || code === undefined) this.assertRecent(caller);
    else {
      await this.passwords.requirePassword(caller, password);
      await this.codes.requireCode(caller, code);
    }
    await this.totp.disable(caller);
  }

  private assertRecent({ authenticatedAt }: SessionCaller): void {
    const proofLife = minutes(this.config.GATEHOUSE_STEP_UP_MINUTES);
    if (after(authenticatedAt, proofLife) < this.clock.now())
      throw new AppError('reauthentication_required');
  }
}
