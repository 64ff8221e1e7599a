import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { stringify } from 'csv-stringify/sync';
import type { ExportFormat } from '@gatehouse/contracts/identity/imports';
import { events } from '@gatehouse/contracts/events';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { type Account, toUser } from '../users/account.js';
import { type UserFilter, UsersRepository } from '../users/users.repository.js';
import { safeCell } from '../../../kernel/csv-cell.js';

const columns = [
  'id',
  'email',
  'username',
  'firstName',
  'lastName',
  'role',
  'isActive',
  'emailVerified',
  'twoFactorEnabled',
  'groups',
  'createdAt',
] as const;
const peopleAtOnce = 1000;

/** The people of an organization as a file. */
@Injectable()
export class ExportsService {
  constructor(
    private readonly users: UsersRepository,
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /**
   * A stream that reads the next page when its reader is ready for it: one page is in memory. That it
   * was asked for is audited.
   */
  async read(caller: Caller, format: ExportFormat, filter: UserFilter = {}): Promise<Readable> {
    const organizationId = organizationOf(caller);
    await this.database.transaction((tx) =>
      this.events.add(tx, events.usersExported, { format }, { organizationId }),
    );
    return Readable.from(this.pages(organizationId, format, filter), { highWaterMark: 1 });
  }

  private async *pages(
    organizationId: string,
    format: ExportFormat,
    filter: UserFilter,
  ): AsyncGenerator<string> {
    const { connection } = this.database;
    const { start, write, end } = formats[format];
    const people = { ...filter, isServiceAccount: false };
    yield start;
    for (let last: string | undefined; ;) {
      const found = await this.users.list(connection, organizationId, people, peopleAtOnce, last);
      const page = found.slice(0, peopleAtOnce);
      if (page.length > 0) yield write(page, last === undefined);
      last = page.at(-1)?.id;
      if (found.length <= peopleAtOnce) break;
    }
    yield end;
  }
}

const exported = (account: Account) => {
  const user = toUser(account);
  const groups = account.groups.map(({ name }) => name);
  const named = { ...user, groups, role: user.customRole?.name ?? user.role };
  return Object.fromEntries(columns.map((name) => [name, named[name]]));
};

const cellOf = (value: string | boolean | readonly string[] | null): string =>
  typeof value === 'object' ? (value ?? []).join(';') : String(value);

const csvOf = (page: readonly Account[]): string =>
  stringify(
    page.map((account) => Object.values(exported(account)).map((value) => safeCell(cellOf(value)))),
  );

const jsonOf = (page: readonly Account[]): string[] =>
  page.map((account) => JSON.stringify(exported(account)));

interface Form {
  readonly start: string;
  readonly write: (page: readonly Account[], isFirst: boolean) => string;
  readonly end: string;
}

const formats: Readonly<Record<ExportFormat, Form>> = {
  csv: { start: stringify([[...columns]]), write: csvOf, end: '' },
  jsonl: { start: '', write: (page) => `${jsonOf(page).join('\n')}\n`, end: '' },
  json: {
    start: '[\n',
    write: (page, isFirst) => (isFirst ? '' : ',\n') + jsonOf(page).join(',\n'),
    end: '\n]\n',
  },
};
