import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { after, Clock, days } from '../../../../kernel/clock.js';
import { Database } from '../../../../platform/database/database.js';
import { Events } from '../../../../platform/events/events.js';
import { Pace } from '../../../../platform/jobs/pace.js';
import { reopenable } from '../closing.service.js';
import { ClosedOrganizationsRepository } from './closed-organizations.repository.js';
import { ClosingMailsService } from './closing-mails.service.js';
import { OrganizationDataRepository } from './organization-data.repository.js';

/** How long before the erasure its owners are told once more. */
const notice = days(7);

/** Erases organizations that nobody can open any more; tells their owners a week before. */
@Injectable()
export class OrganizationErasingService {
  constructor(
    private readonly repository: ClosedOrganizationsRepository,
    private readonly data: OrganizationDataRepository,
    private readonly mails: ClosingMailsService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async listToTell(): Promise<string[]> {
    return this.repository.listToTell(
      this.database.connection,
      this.closedFor(reopenable - notice),
    );
  }

  async tell(id: string): Promise<void> {
    const closedUpTo = this.closedFor(reopenable - notice);
    await this.database.transaction(async (tx) => {
      const now = this.clock.now();
      const row = await this.repository.beginTelling(tx, id, closedUpTo, now);
      if (!row?.closedAt) return;
      const erasedOn = after(row.closedAt, reopenable);
      await this.mails.tell(tx, 'organization_erasure', { id, name: row.name, erasedOn });
    });
  }

  async listDue(): Promise<string[]> {
    return this.repository.listDue(this.database.connection, this.closedFor(reopenable));
  }

  /**
   * Removes what identity keeps of it, and tells the other modules by `organization.erased` to do so.
   * One that is cut off is begun anew by the next run.
   */
  async erase(id: string): Promise<void> {
    const { connection } = this.database;
    const pace = new Pace();
    while (await this.data.removeSomeSessions(connection, id)) await pace.rest();
    await this.database.transaction(async (tx) => {
      const now = this.clock.now();
      if (!(await this.repository.beginErasure(tx, id, this.closedFor(reopenable), now))) return;
      await this.data.remove(tx, id, now);
      const about = { organizationId: id, actorId: null };
      await this.events.add(tx, events.organizationErased, { organizationId: id }, about);
    });
  }

  /** The last moment at which an organization was closed that has been closed for so long. */
  private closedFor(duration: number): Date {
    return after(this.clock.now(), -duration);
  }
}
