import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import { Database } from '../../../../platform/database/database.js';
import { PersonalEventsRepository } from '../../erasure/erasing/personal-events.repository.js';
import { ClosedOrganizationsRepository } from './closed-organizations.repository.js';

/** Empties the events of organizations that are erased, once every listener has had them. */
@Injectable()
export class OrganizationSweepingService {
  constructor(
    private readonly repository: ClosedOrganizationsRepository,
    private readonly events: PersonalEventsRepository,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async listUnswept(): Promise<string[]> {
    return this.repository.listUnswept(this.database.connection);
  }

  async sweep(id: string): Promise<void> {
    if (!(await this.events.emptyOfOrganization(id))) return;
    await this.database.transaction((tx) => this.repository.finish(tx, id, this.clock.now()));
  }
}
