import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Transaction } from '../../../platform/database/database.js';
import type { EventOptions } from '../../../platform/events/envelope.js';
import { EmailChangesRepository } from '../email-changes/email-changes.repository.js';
import { TrustedDevicesService } from '../factors/trusted-devices/trusted-devices.service.js';
import { ChallengesRepository } from '../sign-in/challenges/challenges.repository.js';

/** What was begun with a password that is no longer good. */
@Injectable()
export class OpenEndsService {
  constructor(
    private readonly challenges: ChallengesRepository,
    private readonly emailChanges: EmailChangesRepository,
    private readonly devices: TrustedDevicesService,
    private readonly clock: Clock,
  ) {}

  /**
   * Ends sign-ins that wait for a second factor, a change of address that waits for its mail, and the
   * trust in devices (attack 16).
   */
  async close(tx: Transaction, userId: string, about: EventOptions): Promise<void> {
    const now = this.clock.now();
    await this.challenges.voidAll(tx, userId, now);
    await this.emailChanges.voidPending(tx, userId, now);
    await this.devices.forgetAll(tx, userId, about);
  }
}
