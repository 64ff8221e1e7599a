import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/database.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { OrganizationsRepository } from '../organizations/organizations.repository.js';
import { type LinkOwner, PasswordLinksService } from '../passwords/password-links.service.js';
import { OutreachService } from './outreach.service.js';

/** Mails to people who were added to an organization. */
@Injectable()
export class WelcomesService {
  constructor(
    private readonly organizations: OrganizationsRepository,
    private readonly links: PasswordLinksService,
    private readonly outreach: OutreachService,
  ) {}

  /** Sends the link to choose a password by. @throws AppError `too_many_requests` after too many in a day */
  async send(tx: Transaction, caller: Caller, owner: LinkOwner): Promise<void> {
    await this.outreach.spend(tx, 'mails', caller);
    const name = (await this.organizations.findName(tx, organizationOf(caller))) ?? '';
    await this.links.sendFirst(tx, owner, name);
  }
}
