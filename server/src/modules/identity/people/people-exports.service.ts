import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../platform/http/caller.js';
import { AccountExportService } from '../account-export/account-export.service.js';
import { IdentityMailsService } from '../mails/identity-mails.service.js';
import { InterventionsService, type Wish } from './interventions.service.js';

/** What is known of people who cannot sign in and ask for it themselves (GDPR article 15). */
@Injectable()
export class PeopleExportsService {
  constructor(
    private readonly interventions: InterventionsService,
    private readonly exports: AccountExportService,
    private readonly mails: IdentityMailsService,
  ) {}

  /** Has it gathered for the caller, who gets a link by mail; the person is told. @throws AppError `not_found`, `forbidden` */
  async request(caller: Caller, wish: Wish): Promise<void> {
    const id = await this.interventions.run(caller, 'export_data', wish, async (tx, account) => {
      await this.mails.exportOrdered(tx, account, wish.reason);
      return this.exports.note(tx, account.id, caller.userId);
    });
    await this.exports.start(id);
  }
}
