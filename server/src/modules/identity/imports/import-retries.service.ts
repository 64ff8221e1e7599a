import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { ImportersService } from './checking/importers.service.js';
import { ImportsRepository } from './imports.repository.js';

/** Has imports go on that were given up. */
@Injectable()
export class ImportRetriesService {
  constructor(
    private readonly repository: ImportsRepository,
    private readonly importers: ImportersService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  /**
   * The lines that wait are done in the caller's name from now on, whoever brought them: so the
   * caller must be allowed to do what they say, as if the file came again (attack 25).
   * @throws AppError `not_found`, `forbidden`, `conflict` for one that was not given up
   */
  async retry(caller: Caller, id: string): Promise<void> {
    const organizationId = organizationOf(caller);
    const row = await this.repository.find(this.database.connection, id, organizationId);
    if (!row) throw new AppError('not_found');
    await this.importers.assertMayTakeOver(caller, row);
    await this.database.transaction(async (tx) => {
      const taken = await this.repository.retry(tx, id, {
        retriedBy: caller.userId,
        rank: caller.role ?? 'EMPLOYEE',
        mayAssign: caller.permissions.has('role:assign'),
        held: [...caller.permissions],
        updatedAt: this.clock.now(),
      });
      if (!taken) throw new AppError('conflict', { detail: 'The import was not given up.' });
      const retried = { importId: id, createdBy: row.createdBy };
      const about = { organizationId, subject: `import/${id}` };
      await this.events.add(tx, events.importRetried, retried, about);
    });
    await this.jobs.add('identity.import', { importId: id });
  }
}
