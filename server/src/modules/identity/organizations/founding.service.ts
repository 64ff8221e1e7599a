import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { newId } from '../../../kernel/id.js';
import { Config } from '../../../platform/config/config.js';
import type { Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { AccountsService } from '../users/accounts.service.js';
import type { UserRow } from '../users/users.table.js';
import { MembershipsRepository } from '../memberships/memberships.repository.js';
import { OrganizationsRepository } from './organizations.repository.js';

/** Makes organizations, each with its first BOSS. */
@Injectable()
export class FoundingService {
  constructor(
    private readonly repository: OrganizationsRepository,
    private readonly memberships: MembershipsRepository,
    private readonly accounts: AccountsService,
    private readonly events: Events,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Makes an organization together with the account of its BOSS. @returns its id. */
  async withAccount(tx: Transaction, name: string, owner: UserRow): Promise<string> {
    const organizationId = await this.insert(tx, name, owner.id);
    const membership = { organizationId, role: 'BOSS', customRoleId: null } as const;
    await this.accounts.create(tx, owner, membership, { actorId: owner.id });
    return organizationId;
  }

  /**
   * Makes an organization whose BOSS has an account. @param actorId who does so, where it is not the BOSS;
   * null for an operator, who founds any number.
   * @returns its id.
   * @throws AppError `conflict` past what one person may found
   */
  async by(
    tx: Transaction,
    name: string,
    userId: string,
    actorId: string | null = userId,
  ): Promise<string> {
    if (actorId !== null) await this.assertRoom(tx, actorId);
    const organizationId = await this.insert(tx, name, actorId);
    const createdAt = this.clock.now();
    await this.memberships.insert(tx, {
      organizationId,
      userId,
      role: 'BOSS',
      customRoleId: null,
      createdAt,
    });
    return organizationId;
  }

  private async assertRoom(tx: Transaction, userId: string): Promise<void> {
    const most = this.config.GATEHOUSE_ORGANIZATIONS_PER_FOUNDER;
    if ((await this.repository.countFounded(tx, userId)) >= most)
      throw new AppError('conflict', {
        detail: `You have founded ${most} organizations, which is the most: those that are closed count until they are erased.`,
      });
  }

  private async insert(tx: Transaction, name: string, actorId: string | null): Promise<string> {
    const id = newId();
    const now = this.clock.now();
    const row = { id, name, foundedBy: actorId, createdAt: now, updatedAt: now };
    await this.repository.insert(tx, row);
    const about = { organizationId: id, actorId };
    await this.events.add(tx, events.organizationCreated, { organizationId: id, name }, about);
    return id;
  }
}
