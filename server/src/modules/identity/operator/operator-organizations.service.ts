import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { ClosingService } from '../organizations/closing.service.js';
import { OrganizationsRepository } from '../organizations/organizations.repository.js';

/** What is done to organizations from the command line. */
@Injectable()
export class OperatorOrganizationsService {
  constructor(
    private readonly organizations: OrganizationsRepository,
    private readonly closing: ClosingService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError `not_found` */
  async rename(id: string, name: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const change = { name, updatedAt: this.clock.now() };
      if (!(await this.organizations.update(tx, id, change)))
        throw new AppError('not_found', { detail: `There is no organization ${id}.` });
      const updated = { organizationId: id, fields: ['name'] };
      await this.events.add(tx, events.organizationUpdated, updated, { organizationId: id });
    });
  }

  /** @throws AppError `not_found`, `conflict` where it is closed */
  async close(id: string, reason: string): Promise<void> {
    await this.database.transaction((tx) => this.closing.close(tx, id, reason));
  }

  /** @throws AppError `not_found`, `conflict` unless it was closed in the last 30 days */
  async open(id: string, reason: string): Promise<void> {
    await this.database.transaction((tx) => this.closing.reopen(tx, id, reason));
  }
}
