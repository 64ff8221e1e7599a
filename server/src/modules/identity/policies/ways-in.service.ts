import { Injectable } from '@nestjs/common';
import type { SignInMethod } from '@gatehouse/contracts/identity/policies';
import { AppError } from '../../../kernel/error.js';
import { Config } from '../../../platform/config/config.js';
import type { Queryable } from '../../../platform/database/database.js';
import { PoliciesRepository } from './policies.repository.js';

/** By which of some ways somebody could sign in. */
@Injectable()
export class WaysInService {
  constructor(
    private readonly repository: PoliciesRepository,
    private readonly config: Config,
  ) {}

  /**
   * Whoever restricts the ways in must be able to use one that stays, so that the organization never
   * has none. @throws AppError `sign_in_methods_lock_out`
   */
  async assertNotLockedOut(
    tx: Queryable,
    userId: string,
    allowed: readonly SignInMethod[] | null,
  ): Promise<void> {
    if (allowed === null) return;
    const { hasPassword, hasPasskey, providers } = await this.repository.findWays(tx, userId);
    const configured = this.config.socialProviders.map(({ id }) => id);
    const own: SignInMethod[] = [
      ...(hasPassword ? (['password'] as const) : []),
      ...(hasPasskey ? (['passkey'] as const) : []),
      ...(this.config.GATEHOUSE_MAGIC_LINK ? (['magic_link'] as const) : []),
      ...providers.filter((id) => configured.includes(id)).map((id) => `social:${id}` as const),
    ];
    if (!own.some((way) => allowed.includes(way))) throw new AppError('sign_in_methods_lock_out');
  }
}
