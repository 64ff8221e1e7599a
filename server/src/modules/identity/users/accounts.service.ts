import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { AttributeValues } from '@gatehouse/contracts/identity/profiles/attributes';
import type { Role } from '@gatehouse/contracts/permissions';
import type { Transaction } from '../../../platform/database/database.js';
import type { EventOptions } from '../../../platform/events/envelope.js';
import { Events } from '../../../platform/events/events.js';
import { AttributesRepository, type KnownMember } from '../attributes/attributes.repository.js';
import { MembershipsRepository } from '../memberships/memberships.repository.js';
import { ClaimsService } from './claims.service.js';
import { UsersRepository } from './users.repository.js';
import type { UserRow } from './users.table.js';

/** As what somebody belongs to an organization. */
export interface Membership {
  readonly organizationId: string;
  /** Built-in role, or the one whose rank the custom role has. */
  readonly role: Role;
  readonly customRoleId: string | null;
}

/** An account to be made. */
export interface NewAccount {
  readonly user: UserRow;
  readonly membership: Membership;
  /** What the organization knows of the person. */
  readonly attributes: AttributeValues;
}

const knownOf = ({ user, membership, attributes }: NewAccount): KnownMember[] =>
  Object.keys(attributes).length === 0
    ? []
    : [{ organizationId: membership.organizationId, userId: user.id, attributes }];

/** Makes accounts, whichever way they come to be. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly users: UsersRepository,
    private readonly memberships: MembershipsRepository,
    private readonly attributes: AttributesRepository,
    private readonly claims: ClaimsService,
    private readonly events: Events,
  ) {}

  /**
   * Makes an account and tells of it. Whoever has proved that the address is theirs gets the account
   * that others made for it, where there is one: its id is then the one it had.
   * @throws what `isTaken` knows, when the name or address is in use.
   */
  async create(
    tx: Transaction,
    user: UserRow,
    membership: Membership | null,
    actor: Pick<EventOptions, 'actorId'> = {},
  ): Promise<UserRow> {
    const claimed = user.emailVerifiedAt ? await this.claims.claimByEmail(tx, user) : null;
    const account = claimed ?? user;
    if (!claimed) await this.users.insert(tx, user);
    const { id: userId, createdAt, email, firstName, lastName } = account;
    if (membership) {
      const { organizationId, role, customRoleId } = membership;
      await this.memberships.reserve(tx, { organizationId, userId, role, customRoleId, createdAt });
    }
    const about = { organizationId: membership?.organizationId ?? null, ...actor };
    const registered = { userId, email, firstName, lastName };
    if (!claimed) await this.events.add(tx, events.userRegistered, registered, about);
    return account;
  }

  /** Makes an account without a person. @param title what its role is called. */
  async createForService(
    tx: Transaction,
    user: UserRow,
    membership: Membership,
    title: string,
  ): Promise<void> {
    await this.users.insert(tx, user);
    const { id: userId, createdAt, firstName: name } = user;
    const { organizationId, role, customRoleId } = membership;
    await this.memberships.insert(tx, { organizationId, userId, role, customRoleId, createdAt });
    const facts = { userId, name, role: title };
    await this.events.add(tx, events.serviceAccountCreated, facts, { organizationId });
  }

  /**
   * Makes many accounts in a few statements; telling of them is left to the caller.
   * @returns the ids of those that were made; the names or addresses of the others are in use.
   */
  async createAll(tx: Transaction, accounts: readonly NewAccount[]): Promise<Set<string>> {
    const added = await this.users.insertFree(
      tx,
      accounts.map(({ user }) => user),
    );
    const made = accounts.filter(({ user }) => added.has(user.id));
    const members = made.map(({ user: { id: userId, createdAt }, membership }) => ({
      ...membership,
      userId,
      createdAt,
    }));
    await this.memberships.insertAll(tx, members);
    await this.attributes.insertAll(tx, made.flatMap(knownOf));
    return added;
  }
}
