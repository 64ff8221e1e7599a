import { Injectable } from '@nestjs/common';
import type { OrganizationPolicies, SignInMethod } from '@gatehouse/contracts/identity/policies';
import { requiresSecondFactor } from '@gatehouse/contracts/permissions';
import { AppError } from '../../../kernel/error.js';
import { Config } from '../../../platform/config/config.js';
import type { Queryable } from '../../../platform/database/database.js';
import type { Caller } from '../../../platform/http/caller.js';
import { accepts } from '../factors/accepted-factors.js';
import { EnrolledFactorsRepository } from '../factors/enrolled-factors.repository.js';
import { PoliciesRepository } from './policies.repository.js';

/** By which ways people could sign in, and whether one stays when something changes. */
@Injectable()
export class WaysInService {
  constructor(
    private readonly repository: PoliciesRepository,
    private readonly enrolled: EnrolledFactorsRepository,
    private readonly config: Config,
  ) {}

  /** @throws AppError `sign_in_methods_lock_out`, `accepted_factors_lock_out` */
  async assertNotLockedOut(
    tx: Queryable,
    caller: Caller,
    policies: OrganizationPolicies,
  ): Promise<void> {
    const { signInMethods } = policies;
    if (signInMethods !== null) await this.assertWayIn(tx, caller.userId, signInMethods);
    await this.assertFactor(tx, caller, policies);
  }

  /** Whoever needs a second factor and says which ones count must have one that does. */
  private async assertFactor(
    tx: Queryable,
    caller: Caller,
    { secondFactorRoles, acceptedFactors }: OrganizationPolicies,
  ): Promise<void> {
    const { userId, role } = caller;
    if (role === null) return;
    const accepted = acceptedFactors[role];
    const secondFactorRequired = secondFactorRoles.includes(role);
    if (accepted === null || !requiresSecondFactor({ ...caller, secondFactorRequired })) return;
    const enrolled = await this.enrolled.list(tx, userId);
    if (!enrolled.some(({ method }) => accepts(accepted, method)))
      throw new AppError('accepted_factors_lock_out');
  }

  /**
   * Whoever restricts the ways in must be able to use one that stays, so that the organization never
   * has none.
   */
  private async assertWayIn(
    tx: Queryable,
    userId: string,
    allowed: readonly SignInMethod[],
  ): Promise<void> {
    const own = await this.listOwn(tx, userId);
    if (!own.some((way) => allowed.includes(way))) throw new AppError('sign_in_methods_lock_out');
  }

  /**
   * By which ways somebody without an account may begin in an organization: those that it allows and
   * that need nothing from before. A password where none is left, which opens the account at least.
   */
  async listForNewcomers(tx: Queryable, organizationId: string): Promise<SignInMethod[]> {
    const { signInMethods } = (await this.repository.get(tx, organizationId)).policies;
    const installed: readonly SignInMethod[] = [
      'password',
      ...(this.config.GATEHOUSE_MAGIC_LINK ? (['magic_link'] as const) : []),
      ...this.config.socialProviders.map(({ id }) => `social:${id}` as const),
    ];
    const allowed = installed.filter((way) => signInMethods?.includes(way) ?? true);
    return allowed.length > 0 ? allowed : ['password'];
  }

  /**
   * To be asked once a way in is gone, within the transaction that removes it.
   * @throws AppError `last_sign_in_method` where it was the last one
   */
  async assertLeft(tx: Queryable, userId: string): Promise<void> {
    if ((await this.listOwn(tx, userId)).length === 0)
      throw new AppError('last_sign_in_method', {
        detail: 'Choose a password, add a passkey, or connect another account first.',
      });
  }

  /** By which ways somebody could sign in to the installation. */
  async listOwn(tx: Queryable, userId: string): Promise<SignInMethod[]> {
    const { hasPassword, hasPasskey, providers } = await this.repository.findWays(tx, userId);
    const configured = this.config.socialProviders.map(({ id }) => id);
    return [
      ...(hasPassword ? (['password'] as const) : []),
      ...(hasPasskey ? (['passkey'] as const) : []),
      ...(this.config.GATEHOUSE_MAGIC_LINK ? (['magic_link'] as const) : []),
      ...providers.filter((id) => configured.includes(id)).map((id) => `social:${id}` as const),
    ];
  }
}
