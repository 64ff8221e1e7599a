import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database, type Queryable } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller } from '../../../platform/http/caller.js';
import { OrganizationsRepository } from '../organizations/organizations.repository.js';
import { type Account, toUser } from '../users/account.js';
import { accountKey } from '../users/account-key.js';
import { UserCredentialsRepository } from '../users/user-credentials.repository.js';
import { isTaken, UsersRepository } from '../users/users.repository.js';

/** What a person may change of their own account. */
export interface ProfileChange {
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly username?: string | null | undefined;
  readonly jobTitle?: string | null | undefined;
  readonly phone?: string | null | undefined;
}

@Injectable()
export class ProfileService {
  constructor(
    private readonly users: UsersRepository,
    private readonly organizations: OrganizationsRepository,
    private readonly credentials: UserCredentialsRepository,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async get(caller: Caller): Promise<{ account: Account; profile: Profile }> {
    return this.read(this.database.connection, caller);
  }

  /** @throws AppError `username_taken`, `precondition_failed` */
  async update(caller: Caller, change: ProfileChange, unchangedSince?: Date) {
    const { userId, organizationId } = caller;
    const { username } = change;
    const usernameKey = username ? accountKey(username) : null;
    const fields = { ...change, ...(username === undefined ? {} : { usernameKey }) };
    try {
      return await this.database.transaction(async (tx) => {
        const changed = { ...fields, updatedAt: this.clock.now() };
        if (!(await this.users.update(tx, userId, changed, unchangedSince)))
          throw new AppError('precondition_failed');
        const updated = { userId, fields: Object.keys(change) };
        await this.events.add(tx, events.userUpdated, updated, { organizationId });
        return this.read(tx, caller);
      });
    } catch (error) {
      if (isTaken(error)) throw new AppError('username_taken', { cause: error });
      throw error;
    }
  }

  private async read(tx: Queryable, caller: Caller) {
    const { userId, organizationId, groups, permissions, enrolmentRequired } = caller;
    const account = await this.users.find(tx, userId, organizationId);
    if (!account) throw new AppError('unauthenticated');
    const organizationName =
      organizationId === null ? null : await this.organizations.findName(tx, organizationId);
    const profile = {
      ...toUser(account),
      organizationName,
      hasPassword: (await this.credentials.findPasswordHash(tx, userId)) !== null,
      groups: [...groups],
      permissions: [...permissions],
      enrolmentRequired,
      impersonation: await this.impersonationOf(tx, caller),
    };
    return { account, profile };
  }

  private async impersonationOf(tx: Queryable, caller: Caller): Promise<Profile['impersonation']> {
    if (caller.kind !== 'session' || caller.impersonatorId === null) return null;
    const actor = await this.users.find(tx, caller.impersonatorId, null);
    const by = actor ? `${actor.firstName} ${actor.lastName}` : 'Somebody';
    return { by, until: caller.expiresAt.toISOString() };
  }
}
