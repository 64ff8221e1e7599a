import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { AppError } from '../../../kernel/error.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller } from '../../../platform/http/caller.js';
import { AuthorityService } from '../organizations/authority.service.js';
import { OrganizationsRepository } from '../organizations/organizations.repository.js';
import { ForcedResetsService } from '../recovery/forced-resets.service.js';

/** Makes people choose a new password. */
@Injectable()
export class PasswordResetsService {
  constructor(
    private readonly authority: AuthorityService,
    private readonly organizations: OrganizationsRepository,
    private readonly resets: ForcedResetsService,
    private readonly events: Events,
  ) {}

  /** @throws AppError `not_found`, `forbidden` */
  async force(caller: Caller, userId: string): Promise<void> {
    await this.authority.actOnAccount(caller, userId, async (tx, member) => {
      if (member.isServiceAccount)
        throw new AppError('forbidden', { detail: 'A service account has no password.' });
      const { organizationId } = member;
      const organization = (await this.organizations.findName(tx, organizationId)) ?? '';
      const about = { organizationId };
      const reason = { phrase: 'reset_by_administrator', values: { organization } } as const;
      await this.resets.force(tx, member, { reason, ending: 'reset_forced', about });
      await this.events.add(tx, events.passwordResetForced, { userId }, about);
    });
  }
}
