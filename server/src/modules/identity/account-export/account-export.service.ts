import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { newId } from '../../../kernel/id.js';
import { hashToken } from '../../../kernel/secret.js';
import { Database } from '../../../platform/database/database.js';
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
    const wish = { id: newId(), userId, requestedAt: this.clock.now() };
    const id = await this.database.transaction((tx) => this.repository.request(tx, wish));
    await this.job.start(id);
  }

  /** The ZIP file behind a link, for a day. @throws AppError `invalid_token` */
  async open(token: string): Promise<Readable> {
    const { connection } = this.database;
    const found = await this.repository.find(connection, hashToken(token), this.clock.now());
    if (!found) throw new AppError('invalid_token');
    return this.files.read(found);
  }
}
