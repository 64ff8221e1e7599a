import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { PlatformRole } from '@gatehouse/contracts/permissions';
import type { Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { type Owner, SecurityMailsService } from '../mails/security-mails.service.js';
import type { StaffRow } from './staff.repository.js';

/** Whose standing changed. */
export interface StaffPerson extends Owner {
  readonly firstName: string;
  readonly lastName: string;
}

/** Tells of changes among the staff: the audit trail, the person, and every super admin. */
@Injectable()
export class StaffNoticesService {
  constructor(
    private readonly mails: SecurityMailsService,
    private readonly events: Events,
  ) {}

  /** @param staff who it was before. */
  async changed(
    tx: Transaction,
    staff: readonly StaffRow[],
    person: StaffPerson,
    from: PlatformRole | null,
    to: PlatformRole | null,
  ): Promise<void> {
    // What concerns the installation belongs to no organization.
    const about = { organizationId: null };
    const userId = person.id;
    if (to !== null) await this.events.add(tx, events.staffAppointed, { userId, from, to }, about);
    else if (from !== null)
      await this.events.add(tx, events.staffDismissed, { userId, from }, about);
    const become = { phrase: to ?? 'not_staff' } as const;
    await this.mails.youChangedAmongStaff(tx, person, become);
    const who = { name: `${person.firstName} ${person.lastName}`, email: person.email };
    for (const other of staff)
      if (other.platformRole === 'super_admin' && other.isActive && other.id !== userId)
        await this.mails.staffChanged(tx, other, who, become);
  }
}
