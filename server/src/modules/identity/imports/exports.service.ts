import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { stringify } from 'csv-stringify/sync';
import type { AttributeValue } from '@gatehouse/contracts/identity/profiles/attributes';
import type { ExportFormat } from '@gatehouse/contracts/identity/imports';
import { events } from '@gatehouse/contracts/events';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { AttributeDefinitionsService } from '../attributes/attribute-definitions.service.js';
import { MemberAttributesService } from '../attributes/member-attributes.service.js';
import { type SeenAccount, toUser } from '../users/account.js';
import { type UserFilter, UsersRepository } from '../users/users.repository.js';
import type { PeopleQuery } from '../users/users.service.js';
import { csvStart, safeCell } from '../../../kernel/csv-cell.js';

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
    private readonly attributes: AttributeDefinitionsService,
    private readonly values: MemberAttributesService,
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /**
   * A stream that reads the next page when its reader is ready for it: one page is in memory. That it
   * was asked for is audited.
   * @throws AppError `validation_failed` for an attribute that there is not
   */
  async read(
    caller: Caller,
    format: ExportFormat,
    { attribute, ...filter }: PeopleQuery = {},
  ): Promise<Readable> {
    const organizationId = organizationOf(caller);
    const { connection } = this.database;
    const attributes = await this.values.filterOf(connection, organizationId, attribute);
    await this.database.transaction((tx) =>
      this.events.add(tx, events.usersExported, { format }, { organizationId }),
    );
    const { definitions } = await this.attributes.get(caller);
    const keys = definitions.map(({ key }) => key);
    const pages = this.pages(organizationId, formatsOf(keys)[format], { ...filter, attributes });
    return Readable.from(pages, { highWaterMark: 1 });
  }

  private async *pages(
    organizationId: string,
    { start, write, end }: Form,
    filter: UserFilter,
  ): AsyncGenerator<string> {
    const { connection } = this.database;
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

const exported = (account: SeenAccount) => {
  const user = toUser(account);
  const groups = account.groups.map(({ name }) => name);
  const named = { ...user, groups, role: user.customRole?.name ?? user.role };
  return Object.fromEntries(columns.map((name) => [name, named[name]]));
};

const cellOf = (value: AttributeValue | readonly string[] | null | undefined): string =>
  typeof value === 'object' ? (value ?? []).join(';') : String(value ?? '');

const csvOf = (page: readonly SeenAccount[], keys: readonly string[]): string =>
  stringify(
    page.map((account) => {
      const known = keys.map((key) => account.attributes[key]);
      return [...Object.values(exported(account)), ...known].map((value) =>
        safeCell(cellOf(value)),
      );
    }),
  );

const jsonOf = (page: readonly SeenAccount[]): string[] =>
  page.map((account) => JSON.stringify({ ...exported(account), attributes: account.attributes }));

interface Form {
  readonly start: string;
  readonly write: (page: readonly SeenAccount[], isFirst: boolean) => string;
  readonly end: string;
}

/** @param keys of the attributes that the organization defines. */
const formatsOf = (keys: readonly string[]): Readonly<Record<ExportFormat, Form>> => ({
  csv: {
    start: csvStart + stringify([[...columns, ...keys.map((key) => `attributes.${key}`)]]),
    write: (page) => csvOf(page, keys),
    end: '',
  },
  jsonl: { start: '', write: (page) => `${jsonOf(page).join('\n')}\n`, end: '' },
  json: {
    start: '[\n',
    write: (page, isFirst) => (isFirst ? '' : ',\n') + jsonOf(page).join(',\n'),
    end: '\n]\n',
  },
});
