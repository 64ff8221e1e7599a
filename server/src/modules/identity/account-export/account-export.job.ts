import { Injectable } from '@nestjs/common';
import { after, Clock, days, minutes } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { Pace } from '../../../platform/jobs/pace.js';
import { Logger } from '../../../platform/telemetry/logger.js';
import { PersonalDataRepository } from '../erasure/erasing/personal-data.repository.js';
import { AccountExportsRepository } from './account-exports.repository.js';
import type { AccountExportRow, ExportFile } from './account-exports.table.js';
import { ExportFilesService, ExportLost } from './files/export-files.service.js';
import type { Piece } from './files/page.worker.js';
import { HandoverService } from './handover.service.js';
import { PersonalDataService } from './personal-data.service.js';

/** An export whose files are made. */
type MadeExport = AccountExportRow & { readonly files: readonly ExportFile[] };

const jobName = 'identity.account-export';
/** Whoever has not been heard of for so long does not make an export any more. */
const forgottenAfter = minutes(2);
/** An export that cannot be made is given up after that. */
const givenUpAfter = days(1);
/** Exports that a process makes at once: whoever has little does not wait for whoever has much. */
const exportsAtOnce = 4;

/**
 * Makes the files that people asked for, page by page: in level memory, and next to nothing of it
 * on the thread that answers calls. A job that a queue has forgotten is added again.
 */
@Injectable()
export class AccountExportJob {
  constructor(
    private readonly repository: AccountExportsRepository,
    private readonly names: PersonalDataRepository,
    private readonly data: PersonalDataService,
    private readonly files: ExportFilesService,
    private readonly handover: HandoverService,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly jobs: Jobs,
  ) {
    const run = ({ exportId }: { exportId: string }) => this.run(exportId);
    jobs.register(jobName, run, { atOnce: exportsAtOnce });
    jobs.register('identity.account-export-upkeep', () => this.upkeep(), {
      schedule: { every: minutes(1) },
    });
  }

  /** Has an export made soon; where the queue is away, with the next upkeep. */
  async start(exportId: string): Promise<void> {
    await this.jobs.add(jobName, { exportId }).catch((error: unknown) => {
      this.logger.warn('an account export waits for the queue', { exportId, error });
    });
  }

  /** Makes an export and hands it over, unless somebody else is at it. */
  async run(exportId: string): Promise<void> {
    const made = await this.make(exportId);
    if (made) await this.handover.finish(made, made.files);
  }

  /** Makes the files of an export; null where somebody else is at it. */
  async make(exportId: string): Promise<MadeExport | null> {
    const now = this.clock.now();
    const claimed = await this.database.transaction((tx) =>
      this.repository.claim(tx, exportId, now, after(now, -forgottenAfter)),
    );
    if (!claimed) return null;
    try {
      const files = await this.files.write(claimed, this.pieces(claimed.userId, now));
      return { ...claimed, files };
    } catch (error) {
      if (error instanceof ExportLost) return null;
      await this.repository.release(this.database.connection, claimed);
      throw error;
    }
  }

  /** Takes up what a queue has forgotten, and removes what is past its time. */
  async upkeep(): Promise<void> {
    const { connection } = this.database;
    const now = this.clock.now();
    await this.repository.purge(connection, now, after(now, -givenUpAfter));
    const forgotten = await this.repository.listForgotten(connection, after(now, -forgottenAfter));
    for (const exportId of forgotten) await this.start(exportId);
  }

  private async *pieces(userId: string, at: Date): AsyncGenerator<Piece> {
    yield { kind: 'begin', at: at.toUTCString() };
    const names = await this.names.listNames(this.database.connection, userId);
    let isFirst = true;
    const pace = new Pace();
    for await (const { name: section, pages } of this.data.sections({ userId, names })) {
      let opens = true;
      for await (const rows of pages) {
        yield { kind: 'rows', section, rows, opens, isFirst };
        isFirst = opens = false;
        await pace.rest();
      }
    }
    yield { kind: 'end' };
  }
}
