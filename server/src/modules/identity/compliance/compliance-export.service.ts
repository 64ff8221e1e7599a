import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { stringify } from 'csv-stringify/sync';
import { events } from '@gatehouse/contracts/events';
import { type KeyFinding, keyFindings } from '@gatehouse/contracts/compliance/people';
import { safeCell } from '../../../kernel/csv-cell.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { InvitationsService } from '../invitations/invitations.service.js';
import { type UserFilter, UsersRepository } from '../users/users.repository.js';
import { ComplianceService } from './compliance.service.js';

const rowsAtOnce = 500;
const active = { isActive: true, isServiceAccount: false };

type Line = readonly [finding: string, id: string, name: string, email: string, since: string];

/** Everybody and everything behind the numbers, as a file. */
@Injectable()
export class ComplianceExportService {
  constructor(
    private readonly compliance: ComplianceService,
    private readonly users: UsersRepository,
    private readonly invitations: InvitationsService,
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /** A stream of which one page is in memory. That it was asked for is audited. */
  async read(caller: Caller): Promise<Readable> {
    const organizationId = organizationOf(caller);
    await this.database.transaction((tx) =>
      this.events.add(tx, events.usersExported, { format: 'compliance' }, { organizationId }),
    );
    return Readable.from(this.pages(caller), { highWaterMark: 1 });
  }

  private async *pages(caller: Caller): AsyncGenerator<string> {
    yield stringify([['finding', 'id', 'name', 'email', 'since']]);
    const unseenSince = this.compliance.since();
    yield* this.people(caller, 'no_second_factor', { ...active, twoFactorEnabled: false });
    yield* this.people(caller, 'stale_account', { ...active, unseenSince });
    for (const finding of keyFindings) yield* this.keys(caller, finding);
    yield* this.invited(caller);
  }

  private async *people(caller: Caller, finding: string, filter: UserFilter) {
    const { connection } = this.database;
    const organizationId = organizationOf(caller);
    for (let last: string | undefined; ;) {
      const found = await this.users.list(connection, organizationId, filter, rowsAtOnce, last);
      const page = found.slice(0, rowsAtOnce);
      yield csvOf(
        page.map(({ id, firstName, lastName, email, createdAt }) => [
          finding,
          id,
          `${firstName} ${lastName}`,
          email,
          createdAt.toISOString(),
        ]),
      );
      last = page.at(-1)?.id;
      if (found.length <= rowsAtOnce) return;
    }
  }

  private async *keys(caller: Caller, finding: KeyFinding) {
    for (let cursor: string | undefined; ;) {
      const { data, page } = await this.compliance.listKeys(caller, finding, rowsAtOnce, cursor);
      yield csvOf(
        data.map(({ id, name, owner, createdAt, rotatedAt }) => [
          `key_${finding}`,
          id,
          `${name} (${owner.name})`,
          '',
          rotatedAt ?? createdAt,
        ]),
      );
      if (page.nextCursor === null) return;
      cursor = page.nextCursor;
    }
  }

  private async *invited(caller: Caller) {
    for (let cursor: string | undefined; ;) {
      const { data, page } = await this.invitations.list(caller, rowsAtOnce, cursor);
      yield csvOf(
        data.map(({ id, email, expired, createdAt }) => [
          expired ? 'invitation_expired' : 'invitation_pending',
          id,
          '',
          email,
          createdAt,
        ]),
      );
      if (page.nextCursor === null) return;
      cursor = page.nextCursor;
    }
  }
}

const csvOf = (lines: readonly Line[]): string =>
  lines.length === 0 ? '' : stringify(lines.map((line) => line.map(safeCell)));
