import { Injectable } from '@nestjs/common';
import { AppError } from '../../../kernel/error.js';
import type { Queryable } from '../../../platform/database/database.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { factorOf } from '../factors/accepted-factors.js';
import { EnrolledFactorsRepository } from '../factors/enrolled-factors.repository.js';
import { PoliciesRepository } from './policies.repository.js';
import { wayOf } from './sign-in-methods.js';
import { WaysInService } from './ways-in.service.js';

/**
 * Whether a session may change what its person proves themselves by. That opens every organization
 * of theirs, so one that asks for less, or a session of none, must be no way round those that ask
 * for more.
 */
@Injectable()
export class StrongProofsService {
  constructor(
    private readonly enrolled: EnrolledFactorsRepository,
    private readonly policies: PoliciesRepository,
    private readonly ways: WaysInService,
  ) {}

  /** @throws AppError `reauthentication_required` where the person could prove more than the session did. */
  async assert(tx: Queryable, caller: SessionCaller): Promise<void> {
    const { methods } = caller;
    await this.assertFactor(tx, caller, methods);
    await this.assertWay(tx, caller, methods);
  }

  /** A second factor that counts everywhere, where one is on. */
  private async assertFactor(
    tx: Queryable,
    { userId }: SessionCaller,
    methods: readonly string[],
  ): Promise<void> {
    const strong = await this.enrolled.listAccepted(tx, userId);
    if (strong.length === 0) return;
    const proved = methods.map(factorOf);
    if (!proved.some((method) => method === 'backup_code' || strong.some((one) => one === method)))
      throw new AppError('reauthentication_required');
  }

  /**
   * A way in that every organization allows which the person has one for. Where the session acts, it
   * came by one of those, whatever was proved since.
   */
  private async assertWay(
    tx: Queryable,
    { userId, organizationId }: SessionCaller,
    methods: readonly string[],
  ): Promise<void> {
    const restrictions = await this.policies.listRestrictions(tx, userId, organizationId);
    if (restrictions.length === 0) return;
    const way = wayOf(methods[0]);
    const own = await this.ways.listOwn(tx, userId);
    for (const allowed of restrictions)
      if (own.some((one) => allowed.includes(one)) && !allowed.some((one) => one === way))
        throw new AppError('reauthentication_required', {
          detail: 'Sign in by a way that your organization allows, then make the change.',
        });
  }
}
