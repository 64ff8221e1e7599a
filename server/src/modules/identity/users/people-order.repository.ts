import { asc, desc, gt, lt, sql, type SQL } from 'drizzle-orm';
import type { PeopleSort } from '@gatehouse/contracts/identity/users';
import { idCursor } from '../../../kernel/page.js';
import { users } from './users.table.js';

/** What a row is sorted by. */
interface SortKeys {
  readonly id: string;
  readonly nameKey: string;
}

/** An order of a list of people, and how a page goes on behind the last row of the one before. */
export interface PeopleOrder {
  readonly by: readonly SQL[];
  /** Form of the key of a row. */
  readonly cursor: RegExp;
  readonly keyOf: (row: SortKeys) => string;
  readonly after: (key: string) => SQL;
}

/** The expression of idx_users_name: letters compare by their code, whatever the server's locale. */
export const nameKey = sql<string>`(lower(${users.lastName} || ' ' || ${users.firstName}) COLLATE "C")`;

// A name holds no line break.
const nameCursor = /^[^\n]*\n[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const byName = (direction: typeof asc, sign: '>' | '<'): PeopleOrder => ({
  by: [direction(nameKey), direction(users.id)],
  cursor: nameCursor,
  keyOf: ({ id, nameKey: name }) => `${name}\n${id}`,
  after: (key) => {
    const [name = '', id = ''] = key.split('\n');
    return sql`(${nameKey}, ${users.id}) ${sql.raw(sign)} (${name}, ${id}::uuid)`;
  },
});

// Ids sort by the time they were made (UUIDv7).
const byCreation = (direction: typeof asc, compare: typeof lt): PeopleOrder => ({
  by: [direction(users.id)],
  cursor: idCursor,
  keyOf: ({ id }) => id,
  after: (id) => compare(users.id, id),
});

export const peopleOrders: Readonly<Record<PeopleSort, PeopleOrder>> = {
  createdAt: byCreation(asc, gt),
  '-createdAt': byCreation(desc, lt),
  name: byName(asc, '>'),
  '-name': byName(desc, '<'),
};
