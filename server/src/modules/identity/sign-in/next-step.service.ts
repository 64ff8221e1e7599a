import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/database.js';
import type { Client } from '../devices/client.js';
import { EnrolledFactorsRepository } from '../factors/enrolled-factors.repository.js';
import { TrustedDevicesService } from '../factors/trusted-devices/trusted-devices.service.js';
import type { OpenedSession } from '../sessions/sessions.service.js';
import type { Account } from '../users/account.js';
import {
  challengedOf,
  type Challenge,
  ChallengesService,
} from './challenges/challenges.service.js';
import { SignInSessionsService } from './sign-in-sessions.service.js';

/** What was proved first, and from where. */
interface FirstStep {
  /** Reference of it, for `amr`. */
  readonly method: string;
  /** Of the trusted device, else null. */
  readonly deviceId: string | null;
  readonly client: Client;
}

/** What follows when somebody has proved the first thing. */
@Injectable()
export class NextStepService {
  constructor(
    private readonly devices: TrustedDevicesService,
    private readonly challenges: ChallengesService,
    private readonly sessions: SignInSessionsService,
    private readonly enrolled: EnrolledFactorsRepository,
  ) {}

  /**
   * A session; or a challenge where a second factor is on (attack 11) and the device not trusted. The
   * account's row is held by then.
   */
  async begin(
    tx: Transaction,
    account: Account,
    { method, deviceId, client }: FirstStep,
  ): Promise<{ opened: OpenedSession } | { challenge: Challenge }> {
    // Looked at again: a factor may have been turned on since the account was read.
    const enrolled = await this.enrolled.list(tx, account.id);
    if (enrolled.length === 0)
      return { opened: await this.sessions.open(tx, account, [method], client) };
    const device = await this.devices.use(tx, account, deviceId);
    return device === null
      ? { challenge: await this.challenges.begin(tx, challengedOf(account), method) }
      : { opened: await this.sessions.open(tx, account, [method, device], client) };
  }
}
