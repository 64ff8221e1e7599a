import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { newId } from '../../../kernel/id.js';
import { Events } from '../../../platform/events/events.js';
import { AccountExportService } from '../account-export/account-export.service.js';
import { PersonalDataRepository } from '../erasure/erasing/personal-data.repository.js';
import { IdentityMailsService } from '../mails/identity-mails.service.js';
import { OperatorService } from './operator.service.js';

/** What is known of people who cannot sign in, written to a file from the command line. */
@Injectable()
export class OperatorExportsService {
  constructor(
    private readonly operator: OperatorService,
    private readonly exports: AccountExportService,
    private readonly data: PersonalDataRepository,
    private readonly mails: IdentityMailsService,
    private readonly events: Events,
  ) {}

  /**
   * A ZIP file; the person is told, and each of their organizations.
   * @throws AppError `not_found`, `conflict` while somebody else makes it
   */
  async export(name: string, reason: string): Promise<AsyncGenerator<Buffer>> {
    let id = '';
    await this.operator.act(name, async (tx, account) => {
      const userId = account.id;
      const facts = { userId, deed: 'export_data', reason } as const;
      const [first = null, ...others] = await this.data.listOrganizations(tx, userId);
      for (const organizationId of [first, ...others])
        await this.events.add(tx, events.staffIntervened, facts, { organizationId });
      await this.mails.exportOrdered(tx, account, reason);
      // Of nobody's account: it is read at once, and no link leads to it.
      id = await this.exports.note(tx, userId, newId());
    });
    return this.exports.make(id);
  }
}
