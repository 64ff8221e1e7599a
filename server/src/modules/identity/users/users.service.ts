import { Injectable } from '@nestjs/common';
import { type EventContract, events, type SessionEndReason } from '@gatehouse/contracts/events';
import type { User } from '@gatehouse/contracts/identity/user';
import { type Role, roleRank } from '@gatehouse/contracts/permissions';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { decodeCursor, idCursor, type Page, toPage } from '../../../kernel/page.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller } from '../../../platform/http/caller.js';
import { IdentityMailsService } from '../mails/identity-mails.service.js';
import { OneTimeTokensService } from '../one-time-tokens/one-time-tokens.service.js';
import { MembershipsRepository } from '../organizations/memberships.repository.js';
import { OrganizationsRepository } from '../organizations/organizations.repository.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';
import { type Account, toUser } from './account.js';
import { newUser } from './new-user.js';
import { isTaken, type UserFilter, UsersRepository } from './users.repository.js';

/** Somebody to be added to the caller's organization. */
export interface NewMember {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly role: Role;
}

/** The people of the caller's organization. Nobody acts on an equal or a superior (C17). */
@Injectable()
export class UsersService {
  constructor(
    private readonly repository: UsersRepository,
    private readonly organizations: OrganizationsRepository,
    private readonly memberships: MembershipsRepository,
    private readonly sessions: SessionsRepository,
    private readonly tokens: OneTimeTokensService,
    private readonly mails: IdentityMailsService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async list(
    caller: Caller,
    filter: UserFilter,
    limit: number,
    cursor?: string,
  ): Promise<Page<User>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, idCursor);
    const { connection } = this.database;
    const organizationId = organizationOf(caller);
    const rows = await this.repository.list(connection, organizationId, filter, limit, before);
    return toPage(rows, limit, (row) => row.id, toUser);
  }

  /** @throws AppError `not_found`, also for people of other organizations. */
  async get(caller: Caller, userId: string): Promise<Account> {
    return this.getMember(this.database.connection as Transaction, caller, userId);
  }

  /** Adds a person, who chooses a password by mail. @throws AppError `forbidden`, `email_taken` */
  async create(caller: Caller, member: NewMember): Promise<User> {
    assertBelow(caller, member.role);
    const organizationId = organizationOf(caller);
    const now = this.clock.now();
    const { email, firstName, lastName, role } = member;
    const user = newUser({ email, firstName, lastName }, now);
    try {
      await this.database.transaction(async (tx) => {
        await this.repository.insert(tx, user);
        await this.memberships.insert(tx, {
          organizationId,
          userId: user.id,
          role,
          createdAt: now,
        });
        const token = await this.tokens.issue(tx, 'choose_password', user.id);
        const name = (await this.organizations.findName(tx, organizationId)) ?? '';
        await this.mails.choosePassword(tx, user, token, name);
        const registered = { userId: user.id, email, firstName, lastName };
        await this.events.add(tx, events.userRegistered, registered, { organizationId });
      });
    } catch (error) {
      if (isTaken(error)) throw new AppError('email_taken', { cause: error });
      throw error;
    }
    return toUser({ ...user, organizationId, role, twoFactorEnabled: false });
  }

  /** @throws AppError `not_found`, `forbidden`, `precondition_failed` */
  async rename(
    caller: Caller,
    userId: string,
    change: { firstName?: string | undefined; lastName?: string | undefined },
    unchangedSince?: Date,
  ): Promise<Account> {
    return this.act(caller, userId, async (tx, member) => {
      const { firstName = member.firstName, lastName = member.lastName } = change;
      const renamed = { firstName, lastName, updatedAt: this.clock.now() };
      const row = await this.repository.update(tx, userId, renamed, unchangedSince);
      if (!row) throw new AppError('precondition_failed');
      const about = { organizationId: organizationOf(caller) };
      await this.events.add(tx, events.userUpdated, { userId, fields: Object.keys(change) }, about);
    });
  }

  async deactivate(caller: Caller, userId: string): Promise<Account> {
    return this.act(caller, userId, async (tx) => {
      await this.repository.update(tx, userId, { isActive: false, updatedAt: this.clock.now() });
      await this.endAccount(tx, caller, userId, 'account_deactivated', events.userDeactivated);
    });
  }

  async activate(caller: Caller, userId: string): Promise<Account> {
    return this.act(caller, userId, async (tx) => {
      await this.repository.update(tx, userId, { isActive: true, updatedAt: this.clock.now() });
      const organizationId = organizationOf(caller);
      await this.events.add(tx, events.userActivated, { userId }, { organizationId });
    });
  }

  async remove(caller: Caller, userId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.organizations.lock(tx, organizationOf(caller));
      await this.getSubordinate(tx, caller, userId);
      await this.repository.update(tx, userId, { deletedAt: this.clock.now(), isActive: false });
      await this.tokens.voidAll(tx, userId);
      await this.endAccount(tx, caller, userId, 'account_deleted', events.userDeleted);
    });
  }

  /** Both the old and the new role must be below the caller's. @throws AppError `not_found`, `forbidden` */
  async assignRole(caller: Caller, userId: string, role: Role): Promise<Account> {
    assertBelow(caller, role);
    return this.act(caller, userId, async (tx, member) => {
      const organizationId = organizationOf(caller);
      await this.memberships.setRole(tx, organizationId, userId, role);
      await this.sessions.invalidate(tx, userId);
      const changed = { userId, from: member.role, to: role };
      await this.events.add(tx, events.roleChanged, changed, { organizationId });
    });
  }

  private async act(
    caller: Caller,
    userId: string,
    deed: (tx: Transaction, member: Account) => Promise<void>,
  ): Promise<Account> {
    return this.database.transaction(async (tx) => {
      await this.organizations.lock(tx, organizationOf(caller));
      await deed(tx, await this.getSubordinate(tx, caller, userId));
      return this.getMember(tx, caller, userId);
    });
  }

  private async endAccount(
    tx: Transaction,
    caller: Caller,
    userId: string,
    reason: SessionEndReason,
    event: typeof events.userDeactivated & EventContract,
  ): Promise<void> {
    const organizationId = organizationOf(caller);
    const count = await this.sessions.endAll(tx, userId, reason, this.clock.now());
    await this.events.add(tx, event, { userId }, { organizationId });
    const ended = { userId, sessionId: null, reason, count };
    if (count > 0) await this.events.add(tx, events.sessionEnded, ended, { organizationId });
  }

  private async getMember(tx: Transaction, caller: Caller, userId: string): Promise<Account> {
    const member = await this.repository.find(tx, userId, organizationOf(caller));
    if (!member?.role) throw new AppError('not_found');
    return member;
  }

  private async getSubordinate(tx: Transaction, caller: Caller, userId: string): Promise<Account> {
    const member = await this.getMember(tx, caller, userId);
    if (member.isPrimaryAdmin || !member.role) throw new AppError('forbidden');
    assertBelow(caller, member.role);
    return member;
  }
}

function organizationOf(caller: Caller): string {
  if (caller.organizationId === null) throw new AppError('forbidden');
  return caller.organizationId;
}

/** @throws AppError `forbidden` unless the role is below the caller's. */
function assertBelow(caller: Caller, role: Role): void {
  if (caller.role === null || roleRank(role) >= roleRank(caller.role))
    throw new AppError('forbidden', { detail: 'The role must be below your own.' });
}
