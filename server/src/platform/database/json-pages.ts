import { type SQL, sql } from 'drizzle-orm';
import type { Queryable } from './database.js';

/** Rows that are read page by page, in the order of a key (keyset pagination). */
export interface PagedRows {
  /** What is told of each row: a list of columns. */
  readonly columns: SQL;
  readonly from: SQL;
  /** Which rows are read: what an index that goes on with the key answers. */
  readonly where: SQL;
  /** Columns that tell every two rows apart. */
  readonly key: readonly string[];
  /** Which of the rows read are told; of use where no index answers it. Left out: all. */
  readonly only?: SQL;
}

interface JsonPage {
  readonly [column: string]: unknown;
  readonly json: string | null;
  readonly count: number;
  /** Key of the last row, as text. */
  readonly last: readonly string[] | null;
}

/** Rows of one statement: some forty kilobytes, which hold a core for a millisecond or two. */
const rowsAtOnce = 100;

/**
 * Any number of rows in level memory, as JSON arrays of objects that PostgreSQL writes: this process
 * hands them on as text. Each page is a statement of its own, so that no snapshot is held open.
 */
export async function* jsonPages(queryable: Queryable, rows: PagedRows): AsyncGenerator<string> {
  let last: readonly string[] | null = null;
  do {
    const page: JsonPage = await readPage(queryable, rows, last);
    if (page.json !== null) yield page.json;
    last = page.count < rowsAtOnce ? null : page.last;
  } while (last);
}

/** Several tables, each by a name. */
export const namedPages = (
  queryable: Queryable,
  tables: Readonly<Record<string, PagedRows>>,
): { name: string; pages: AsyncIterable<string> }[] =>
  Object.entries(tables).map(([name, rows]) => ({ name, pages: jsonPages(queryable, rows) }));

async function readPage(
  queryable: Queryable,
  { columns, from, where, key, only = sql`true` }: PagedRows,
  last: readonly string[] | null,
): Promise<JsonPage> {
  const names = key.map((name) => sql.identifier(name));
  const order = sql.join(names, sql`, `);
  const asText = sql.join(
    names.map((name) => sql`${name}::text`),
    sql`, `,
  );
  const after = last
    ? sql`AND (${order}) > (${sql.join(
        last.map((value) => sql`${value}`),
        sql`, `,
      )})`
    : sql``;
  const { rows } = await queryable.execute<JsonPage>(sql`
    SELECT (json_agg(row) FILTER (WHERE told))::text AS json, count(*)::int AS count,
           json_agg(key) -> -1 AS last
      FROM (SELECT (SELECT to_json(shown) FROM (SELECT ${columns}) AS shown) AS row,
                   ARRAY[${asText}] AS key, ${only} AS told
              FROM ${from} WHERE ${where} ${after} ORDER BY ${order} LIMIT ${rowsAtOnce}) AS page`);
  const [page] = rows;
  if (!page) throw new Error('an aggregate has one row');
  return page;
}
