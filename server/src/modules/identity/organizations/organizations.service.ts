import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { newId } from '../../../kernel/id.js';
import type { Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { AccountsService } from '../users/accounts.service.js';
import type { UserRow } from '../users/users.table.js';
import { OrganizationsRepository } from './organizations.repository.js';

@Injectable()
export class OrganizationsService {
  constructor(
    private readonly repository: OrganizationsRepository,
    private readonly accounts: AccountsService,
    private readonly events: Events,
  ) {}

  /** Makes an organization with the account of its first BOSS. @returns its id. */
  async found(tx: Transaction, name: string, owner: UserRow): Promise<string> {
    const organizationId = newId();
    await this.repository.insert(tx, { id: organizationId, name, createdAt: owner.createdAt });
    const about = { organizationId, actorId: owner.id };
    await this.events.add(tx, events.organizationCreated, { organizationId, name }, about);
    const membership = { organizationId, role: 'BOSS' } as const;
    await this.accounts.create(tx, owner, membership, { actorId: owner.id });
    return organizationId;
  }
}
