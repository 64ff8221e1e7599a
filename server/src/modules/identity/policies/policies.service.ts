import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { OrganizationPolicies } from '@gatehouse/contracts/identity/policies';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database, type Queryable } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { AuthorityService } from '../organizations/authority.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { accountKey } from '../users/account-key.js';
import { WaysInService } from './ways-in.service.js';
import { type KnownPolicies, PoliciesRepository } from './policies.repository.js';

/** What an organization demands of its members. */
@Injectable()
export class PoliciesService {
  constructor(
    private readonly repository: PoliciesRepository,
    private readonly waysIn: WaysInService,
    private readonly authority: AuthorityService,
    private readonly sessions: SessionsService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError `forbidden` without an organization. */
  async get(caller: Caller): Promise<KnownPolicies> {
    return this.repository.get(this.database.connection, organizationOf(caller));
  }

  /**
   * Takes effect at the next request of every member, on every instance.
   * @throws AppError `forbidden`, `precondition_failed`, `sign_in_methods_lock_out`, `accepted_factors_lock_out`
   */
  async replace(
    caller: Caller,
    policies: OrganizationPolicies,
    unchangedSince?: Date,
  ): Promise<KnownPolicies> {
    const organizationId = organizationOf(caller);
    return this.database.transaction(async (tx) => {
      await this.authority.lock(tx, caller);
      await this.waysIn.assertNotLockedOut(tx, caller, policies);
      const { policies: before } = await this.repository.get(tx, organizationId);
      const change = { policies, updatedAt: this.clock.now() };
      if (!(await this.repository.replace(tx, organizationId, change, unchangedSince)))
        throw new AppError('precondition_failed');
      await this.sessions.applyPolicies(tx, organizationId, policies);
      const changed = { organizationId, fields: differences(before, policies) };
      await this.events.add(tx, events.policiesChanged, changed, { organizationId });
      return change;
    });
  }

  /** @throws AppError `email_domain_not_allowed` */
  async assertEmailAllowed(tx: Queryable, organizationId: string, email: string): Promise<void> {
    const { policies } = await this.repository.get(tx, organizationId);
    assertDomain(policies.allowedEmailDomains, email);
  }

  /** For an address that somebody takes, whichever organization their session acts in. @throws AppError `email_domain_not_allowed` */
  async assertEmailAllowedTo(tx: Queryable, userId: string, email: string): Promise<void> {
    for (const allowed of await this.repository.listEmailDomains(tx, userId))
      assertDomain(allowed, email);
  }
}

/** @param allowed none for any. */
function assertDomain(allowed: readonly string[], email: string): void {
  const domain = accountKey(email).split('@').at(-1) ?? '';
  if (allowed.length > 0 && !allowed.includes(domain))
    throw new AppError('email_domain_not_allowed');
}

/** Names of the settings that are not the same. */
const differences = (before: OrganizationPolicies, after: OrganizationPolicies): string[] =>
  Object.entries(after)
    .filter(
      ([name, value]) =>
        JSON.stringify(value) !== JSON.stringify(before[name as keyof OrganizationPolicies]),
    )
    .map(([name]) => name);
