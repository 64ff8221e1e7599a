import { Injectable } from '@nestjs/common';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import { AppError } from '../../../kernel/error.js';
import type { Queryable } from '../../../platform/database/database.js';
import type { Caller } from '../../../platform/http/caller.js';
import { AttributesRepository } from '../attributes/attributes.repository.js';
import { OrganizationsRepository } from '../organizations/organizations.repository.js';
import { type Account, toUser } from '../users/account.js';
import { UserCredentialsRepository } from '../users/user-credentials.repository.js';
import { UsersRepository } from '../users/users.repository.js';

/** A person's account as they see it themselves. */
export interface OwnProfile {
  readonly account: Account;
  readonly profile: Profile;
}

/** Reads what people see of their own account, in the organization that their session acts in. */
@Injectable()
export class ProfileReaderService {
  constructor(
    private readonly users: UsersRepository,
    private readonly organizations: OrganizationsRepository,
    private readonly attributes: AttributesRepository,
    private readonly credentials: UserCredentialsRepository,
  ) {}

  /** @throws AppError `unauthenticated` when the account is gone. */
  async read(tx: Queryable, caller: Caller): Promise<OwnProfile> {
    const { userId, organizationId, groups, permissions, enrolmentRequired } = caller;
    const account = await this.users.find(tx, userId, organizationId);
    if (!account) throw new AppError('unauthenticated');
    const profile = {
      ...toUser(account),
      ...(await this.asMember(tx, organizationId, userId)),
      hasPassword: (await this.credentials.findPasswordHash(tx, userId)) !== null,
      groups: [...groups],
      permissions: [...permissions],
      enrolmentRequired,
      impersonation: await this.impersonationOf(tx, caller),
    };
    return { account, profile };
  }

  private async asMember(
    tx: Queryable,
    organizationId: string | null,
    userId: string,
  ): Promise<Pick<Profile, 'organizationName' | 'attributes' | 'metadata'>> {
    if (organizationId === null) return { organizationName: null, attributes: {}, metadata: {} };
    const organizationName = await this.organizations.findName(tx, organizationId);
    const { attributes, metadata } = await this.attributes.find(tx, organizationId, userId);
    return { organizationName, attributes, metadata: publicOf(metadata) };
  }

  private async impersonationOf(tx: Queryable, caller: Caller): Promise<Profile['impersonation']> {
    if (caller.kind !== 'session' || caller.impersonatorId === null) return null;
    const actor = await this.users.find(tx, caller.impersonatorId, null);
    const by = actor ? `${actor.firstName} ${actor.lastName}` : 'Somebody';
    return { by, until: caller.expiresAt.toISOString() };
  }
}

/** What programs let the person see. */
const publicOf = ({ public: seen }: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  typeof seen === 'object' && seen !== null && !Array.isArray(seen) ? { ...seen } : {};
