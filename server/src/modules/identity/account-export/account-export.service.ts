import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { newId } from '../../../kernel/id.js';
import { hashToken } from '../../../kernel/secret.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { AccountExportJob } from './account-export.job.js';
import { AccountExportsRepository } from './account-exports.repository.js';
import { ExportFilesService } from './files/export-files.service.js';

/** Tells people everything that is known about them (GDPR articles 15 and 20). */
@Injectable()
export class AccountExportService {
  constructor(
    private readonly repository: AccountExportsRepository,
    private readonly job: AccountExportJob,
    private readonly files: ExportFilesService,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Notes the wish; a mail follows. Of several wishes at once one file comes. */
  async request({ userId }: SessionCaller): Promise<void> {
    const id = await this.database.transaction((tx) => this.note(tx, userId, userId));
    await this.job.start(id);
  }

  /** Notes a wish; `start` has it made. @param requestedBy who gets the link. @returns its id */
  async note(tx: Transaction, userId: string, requestedBy: string): Promise<string> {
    const wish = { id: newId(), userId, requestedBy, requestedAt: this.clock.now() };
    return this.repository.request(tx, wish);
  }

  /** Has a wish that was noted made soon. */
  async start(id: string): Promise<void> {
    await this.job.start(id);
  }

  /**
   * Makes what was noted now, for whoever waits for the file: read once, and nothing of it is kept.
   * @throws AppError `conflict` while somebody else makes it
   */
  async *make(id: string): AsyncGenerator<Buffer> {
    const made = await this.job.make(id);
    if (!made) throw new AppError('conflict', { detail: 'It is being made already.' });
    try {
      yield* this.files.read(made);
    } finally {
      await this.repository.remove(this.database.connection, id);
    }
  }

  /** The ZIP file behind a link, for a day. @throws AppError `invalid_token` */
  async open(token: string): Promise<Readable> {
    const { connection } = this.database;
    const found = await this.repository.find(connection, hashToken(token), this.clock.now());
    if (!found) throw new AppError('invalid_token');
    return this.files.read(found);
  }
}
