import { Injectable } from '@nestjs/common';
import type { StaffMember } from '@gatehouse/contracts/identity/staff';
import {
  type PlatformRole,
  platformRank,
  platformRolePermissions,
} from '@gatehouse/contracts/permissions';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { decodeCursor, idCursor, type Page, toPage } from '../../../kernel/page.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import type { Caller } from '../../../platform/http/caller.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { accountKey } from '../users/account-key.js';
import { UsersRepository } from '../users/users.repository.js';
import { StaffNoticesService, type StaffPerson } from './staff-notices.service.js';
import { StaffRepository, type StaffRow } from './staff.repository.js';

/** Who looks after the installation (C17, C18). What changes holds from the person's next request on. */
@Injectable()
export class StaffService {
  constructor(
    private readonly repository: StaffRepository,
    private readonly users: UsersRepository,
    private readonly sessions: SessionsService,
    private readonly notices: StaffNoticesService,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async list(limit: number, cursor?: string): Promise<Page<StaffMember>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, idCursor);
    const rows = await this.repository.list(this.database.connection, limit, before);
    return toPage(rows, limit, (row) => row.id, toStaffMember);
  }

  /** @throws AppError `forbidden`; as `appointByOperator` */
  async appoint(caller: Caller, email: string, role: PlatformRole): Promise<StaffMember> {
    return this.database.transaction(async (tx) =>
      this.add(tx, await this.lockAs(tx, caller, role), email, role),
    );
  }

  /**
   * The same for whoever runs the installation.
   * @throws AppError `not_found` unless somebody who can sign in has the address; `conflict` for staff
   */
  async appointByOperator(email: string, role: PlatformRole): Promise<StaffMember> {
    return this.database.transaction(async (tx) =>
      this.add(tx, await this.repository.lock(tx), email, role),
    );
  }

  /** @throws AppError `not_found`, `last_super_admin`; `forbidden`, also for the primary admin */
  async changeRole(caller: Caller, userId: string, role: PlatformRole): Promise<StaffMember> {
    return this.database.transaction(async (tx) => {
      const staff = await this.lockAs(tx, caller, role);
      const member = getReplaceable(staff, userId);
      if (member.platformRole !== role)
        await this.change(tx, staff, member, member.platformRole, role);
      return this.get(tx, userId);
    });
  }

  /** @throws AppError `not_found`, `last_super_admin`; `forbidden`, also for the primary admin */
  async dismiss(caller: Caller, userId: string): Promise<void> {
    await this.database.transaction(async (tx) =>
      this.remove(tx, await this.lockAs(tx, caller, 'admin'), userId),
    );
  }

  /** The same for whoever runs the installation. @throws AppError `not_found`, `last_super_admin`, `forbidden` for the primary admin */
  async dismissByOperator(userId: string): Promise<void> {
    await this.database.transaction(async (tx) =>
      this.remove(tx, await this.repository.lock(tx), userId),
    );
  }

  private async add(
    tx: Transaction,
    staff: readonly StaffRow[],
    email: string,
    role: PlatformRole,
  ): Promise<StaffMember> {
    const person = await this.users.findByEmail(tx, accountKey(email));
    if (!person?.isActive || !person.emailVerifiedAt)
      throw new AppError('not_found', { detail: 'Nobody who can sign in has this address.' });
    if (person.platformRole !== null)
      throw new AppError('conflict', { detail: 'They belong to the staff already.' });
    await this.change(tx, staff, person, null, role);
    return this.get(tx, person.id);
  }

  private async remove(tx: Transaction, staff: readonly StaffRow[], userId: string): Promise<void> {
    const member = getReplaceable(staff, userId);
    await this.change(tx, staff, member, member.platformRole, null);
  }

  /** All of the staff, held; the caller must still be somebody who may give the role (attacks 7 and 25). */
  private async lockAs(tx: Transaction, caller: Caller, role: PlatformRole): Promise<StaffRow[]> {
    const staff = await this.repository.lock(tx);
    const own = staff.find(({ id }) => id === caller.userId)?.platformRole ?? null;
    const manages = own !== null && platformRolePermissions[own].includes('staff:manage');
    if (!manages || platformRank(own) < platformRank(role)) throw new AppError('forbidden');
    return staff;
  }

  private async change(
    tx: Transaction,
    staff: readonly StaffRow[],
    person: StaffPerson,
    from: PlatformRole | null,
    to: PlatformRole | null,
  ): Promise<void> {
    await this.repository.setRole(tx, person.id, to, this.clock.now());
    await this.sessions.invalidate(tx, person.id);
    await this.notices.changed(tx, staff, person, from, to);
  }

  private async get(tx: Transaction, userId: string): Promise<StaffMember> {
    const member = await this.repository.find(tx, userId);
    if (!member) throw new AppError('not_found');
    return toStaffMember(member);
  }
}

/** A member of the staff whom somebody may replace. */
function getReplaceable(staff: readonly StaffRow[], userId: string): StaffRow {
  const member = staff.find(({ id }) => id === userId);
  if (!member) throw new AppError('not_found');
  if (member.isPrimaryAdmin)
    throw new AppError('forbidden', { detail: 'The primary admin stays a super admin.' });
  assertNotLast(staff, userId);
  return member;
}

const leads = ({ platformRole, isActive }: StaffRow): boolean =>
  platformRole === 'super_admin' && isActive;

/** One super admin who can sign in stays. @throws AppError `last_super_admin` */
export function assertNotLast(staff: readonly StaffRow[], userId: string): void {
  const leaders = staff.filter(leads);
  if (leaders.some(({ id }) => id === userId) && leaders.length === 1)
    throw new AppError('last_super_admin');
}

const toStaffMember = (row: StaffRow): StaffMember => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
});
