import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { Clock } from '../../../kernel/clock.js';
import type { Transaction } from '../../../platform/database/database.js';
import type { EventOptions } from '../../../platform/events/envelope.js';
import { Events } from '../../../platform/events/events.js';
import { FactorsService } from '../factors/factors.service.js';
import { TrustedDevicesService } from '../factors/trusted-devices/trusted-devices.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { ChallengesRepository } from '../sign-in/challenges/challenges.repository.js';

/** Takes every second factor of somebody away, and all that was proved by one. */
@Injectable()
export class FactorRemovalService {
  constructor(
    private readonly factors: FactorsService,
    private readonly devices: TrustedDevicesService,
    private readonly sessions: SessionsService,
    private readonly challenges: ChallengesRepository,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async remove(
    tx: Transaction,
    userId: string,
    reason: string,
    about: EventOptions,
  ): Promise<void> {
    await this.factors.removeAll(tx, userId);
    await this.devices.forgetAll(tx, userId, about);
    await this.challenges.voidAll(tx, userId, this.clock.now());
    await this.sessions.endAll(tx, userId, 'second_factor_changed', about);
    await this.events.add(tx, events.twoFactorReset, { userId, reason }, about);
  }
}
