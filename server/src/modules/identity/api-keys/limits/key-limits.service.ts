import { Injectable } from '@nestjs/common';
import { after, days } from '../../../../kernel/clock.js';
import { AppError } from '../../../../kernel/error.js';
import { Config } from '../../../../platform/config/config.js';
import type { Queryable } from '../../../../platform/database/database.js';
import { PoliciesRepository } from '../../policies/policies.repository.js';

const wrong = (field: string, message: string): AppError =>
  new AppError('validation_failed', { fields: [{ pointer: `/body/${field}`, message }] });

/** How many keys there may be, and how much and how long they may call, by the installation and by the organization's policies. */
@Injectable()
export class KeyLimitsService {
  constructor(
    private readonly config: Config,
    private readonly policies: PoliciesRepository,
  ) {}

  /** @throws AppError `validation_failed` for more calls a minute than the installation gives a key. */
  assertAllowed(requestsPerMinute: number | null | undefined): void {
    const most = this.config.GATEHOUSE_KEY_REQUESTS_PER_MINUTE;
    if ((requestsPerMinute ?? 0) > most)
      throw wrong('requestsPerMinute', `must be ${most} at most`);
  }

  /** @throws AppError `conflict` where somebody has as many keys as the installation gives anybody */
  assertRoom(count: number): void {
    const most = this.config.GATEHOUSE_KEYS_PER_OWNER;
    if (count >= most)
      throw new AppError('conflict', { detail: `End one first: ${most} API keys are the most.` });
  }

  /**
   * When a key ends.
   * @param wish days from now; null for never, undefined for as long as may be.
   * @throws AppError `validation_failed` for a longer life than the organization gives keys
   */
  async endOf(
    tx: Queryable,
    organizationId: string,
    wish: number | null | undefined,
    now: Date,
  ): Promise<Date | null> {
    const { apiKeyMaxDays: most } = (await this.policies.get(tx, organizationId)).policies;
    const life = wish === undefined ? most : wish;
    if (most !== null && (life === null || life > most))
      throw wrong('expiresInDays', `must be ${most} at most, by the policies of the organization`);
    return life === null ? null : after(now, days(life));
  }
}
