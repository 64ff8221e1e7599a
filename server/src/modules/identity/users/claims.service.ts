import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { Clock } from '../../../kernel/clock.js';
import type { Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { MembershipService } from '../memberships/membership.service.js';
import { MembershipsRepository } from '../memberships/memberships.repository.js';
import { OrganizationsRepository } from '../organizations/organizations.repository.js';
import { UnconfirmedAccountsRepository } from './unconfirmed-accounts.repository.js';
import { UsersRepository } from './users.repository.js';
import type { UserRow } from './users.table.js';

/** What somebody brings who proved that the address is theirs; the rest stays as it was prepared. */
type Brought = Partial<Omit<UserRow, 'id' | 'email' | 'emailKey'>>;

/**
 * Gives people the accounts that others made for their address. Whoever founds an organization can
 * make one for anybody, and close it: so one that nobody has confirmed never stands in the way of
 * whoever proves that the address is theirs, and is from then on no organization's to close.
 */
@Injectable()
export class ClaimsService {
  constructor(
    private readonly accounts: UnconfirmedAccountsRepository,
    private readonly users: UsersRepository,
    private readonly organizations: OrganizationsRepository,
    private readonly memberships: MembershipsRepository,
    private readonly membership: MembershipService,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Claims the account that has a person's address; null where there is none. */
  async claimByEmail(tx: Transaction, { id: _id, ...person }: UserRow): Promise<UserRow | null> {
    const userId = await this.accounts.findId(tx, person.emailKey);
    if (userId === null) return null;
    const { username, usernameKey, passwordHash, passwordSetAt, firstName, lastName } = person;
    const brought = { username, usernameKey, passwordHash, passwordSetAt, firstName, lastName };
    return this.claim(tx, userId, brought);
  }

  /**
   * Makes an account its person's, whose address they have proved, and opens it, unless the staff has
   * closed it. It begins now: an
   * organization has a say only in accounts that began in it. One that was closed is of none any more.
   * @returns null when somebody has confirmed it meanwhile.
   */
  async claim(tx: Transaction, userId: string, brought: Brought = {}): Promise<UserRow | null> {
    const memberships = await this.memberships.listOf(tx, userId);
    // Before the account, as whoever changes a membership does.
    for (const { organizationId } of memberships) await this.organizations.lock(tx, organizationId);
    const prepared = await this.accounts.hold(tx, userId);
    if (!prepared) return null;
    if (!prepared.isActive && !prepared.closedByStaff)
      for (const one of memberships) await this.membership.end(tx, { ...one, userId });
    const now = this.clock.now();
    // What the staff closed stays so, whoever proves the address.
    const isActive = !prepared.closedByStaff;
    const theirs = { emailVerifiedAt: now, isActive, createdAt: now, updatedAt: now };
    const about = { organizationId: memberships[0]?.organizationId ?? null, actorId: userId };
    await this.events.add(tx, events.userClaimed, { userId }, about);
    return this.users.update(tx, userId, { ...brought, ...theirs });
  }

  /**
   * Ends the account that others made for an address, and that nobody has confirmed, as somebody
   * proved the address who has an account already; whom an organization wants it can invite. One
   * that waits to be an organization's BOSS stays, or the organization would have none.
   */
  async giveWay(tx: Transaction, emailKey: string): Promise<void> {
    const userId = await this.accounts.findId(tx, emailKey);
    if (userId === null) return;
    const memberships = await this.memberships.listOf(tx, userId);
    if (memberships.some(({ role }) => role === 'BOSS')) return;
    for (const { organizationId } of memberships) await this.organizations.lock(tx, organizationId);
    if (!(await this.accounts.hold(tx, userId))) return;
    for (const one of memberships) await this.membership.end(tx, { ...one, userId });
    await this.users.update(tx, userId, { isActive: false, deletedAt: this.clock.now() });
    const about = { organizationId: memberships[0]?.organizationId ?? null, actorId: null };
    await this.events.add(tx, events.userDeleted, { userId }, about);
  }
}
