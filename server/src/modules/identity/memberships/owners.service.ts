import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { type Role, rolePermissions } from '@gatehouse/contracts/permissions';
import { AppError } from '../../../kernel/error.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { assertHolds } from '../roles/grants.js';
import { SessionsService } from '../sessions/sessions.service.js';
import type { Member } from '../users/account.js';
import { ClosingService } from '../organizations/closing.service.js';
import { AuthorityService } from '../organizations/authority.service.js';
import { MembershipsRepository } from './memberships.repository.js';
import { OrganizationsRepository } from '../organizations/organizations.repository.js';

/**
 * Who is a BOSS. Here alone equals act on each other, one after the other, each still being a BOSS
 * when the turn comes: of two that demote each other at once one remains (attack 7).
 */
@Injectable()
export class OwnersService {
  constructor(
    private readonly authority: AuthorityService,
    private readonly organizations: OrganizationsRepository,
    private readonly memberships: MembershipsRepository,
    private readonly sessions: SessionsService,
    private readonly closing: ClosingService,
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /** Makes a member a BOSS. @throws AppError `not_found`, `forbidden`, `conflict` for whoever cannot sign in */
  async add(caller: Caller, userId: string): Promise<Member> {
    return this.act(caller, async (tx) => {
      await this.promote(tx, caller, userId);
      return this.authority.getMember(tx, caller, userId);
    });
  }

  /** Makes a BOSS a MANAGER. @throws AppError `not_found`, `forbidden` for the primary admin, `last_owner` */
  async remove(caller: Caller, userId: string): Promise<Member> {
    return this.act(caller, async (tx) => {
      const owner = await this.authority.getMember(tx, caller, userId);
      if (owner.role !== 'BOSS') throw new AppError('not_found');
      if (owner.isPrimaryAdmin && userId !== caller.userId) throw new AppError('forbidden');
      if (!(await this.memberships.hasOtherOwner(tx, owner.organizationId, userId)))
        throw new AppError('last_owner');
      await this.setRole(tx, owner, 'MANAGER');
      return this.authority.getMember(tx, caller, userId);
    });
  }

  /** Makes a member the BOSS and the caller a MANAGER. @throws AppError `not_found`, `forbidden`, `conflict` */
  async transfer(caller: Caller, userId: string): Promise<Member> {
    if (userId === caller.userId) throw new AppError('conflict');
    return this.act(caller, async (tx) => {
      await this.promote(tx, caller, userId);
      if (!(await this.memberships.hasOtherOwner(tx, organizationOf(caller), caller.userId)))
        throw new AppError('conflict', { detail: 'This person is about to be erased.' });
      const { organizationId, ...me } = await this.authority.getMember(tx, caller, caller.userId);
      await this.setRole(tx, { organizationId, ...me }, 'MANAGER');
      const transferred = { userId, organizationId, previousOwnerId: caller.userId };
      await this.events.add(tx, events.ownershipTransferred, transferred, { organizationId });
      return this.authority.getMember(tx, caller, userId);
    });
  }

  /** Closes the organization. @param name its name, as typed. @throws AppError `forbidden`; `conflict` for another name */
  async close(caller: Caller, name: string): Promise<void> {
    const organizationId = organizationOf(caller);
    await this.act(caller, async (tx) => {
      if ((await this.organizations.findName(tx, organizationId)) !== name)
        throw new AppError('conflict', { detail: 'This is not the name of the organization.' });
      await this.closing.close(tx, organizationId, null);
    });
  }

  private async act<T>(caller: Caller, deed: (tx: Transaction) => Promise<T>): Promise<T> {
    // A key of a BOSS with few scopes makes nobody a BOSS (attack 25).
    assertHolds(caller, rolePermissions.BOSS);
    const organizationId = organizationOf(caller);
    return this.database.transaction(async (tx) => {
      await this.organizations.lock(tx, organizationId);
      const role = await this.memberships.findRole(tx, organizationId, caller.userId);
      if (role !== 'BOSS') throw new AppError('forbidden');
      return deed(tx);
    });
  }

  private async promote(tx: Transaction, caller: Caller, userId: string): Promise<void> {
    const member = await this.authority.getMember(tx, caller, userId);
    if (!member.isActive || member.emailVerifiedAt === null)
      throw new AppError('conflict', { detail: 'This person cannot sign in.' });
    if (member.role !== 'BOSS') await this.setRole(tx, member, 'BOSS');
  }

  private async setRole(tx: Transaction, member: Member, role: Role): Promise<void> {
    const { id: userId, organizationId } = member;
    await this.memberships.setRole(tx, organizationId, userId, { role, customRoleId: null });
    await this.sessions.invalidate(tx, userId);
    const from = member.customRole?.name ?? member.role;
    await this.events.add(tx, events.roleChanged, { userId, from, to: role }, { organizationId });
  }
}
