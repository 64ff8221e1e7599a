import { Injectable } from '@nestjs/common';
import { type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '../../../platform/database/database.js';
import { namedPages, type PagedRows } from '../../../platform/database/json-pages.js';
import { MailOutbox } from '../../../platform/mail/mail-outbox.js';
import type { PersonalSection, Subject } from './personal-data.port.js';

/** Tables that know a person only in passing, or tell of others. */
const passing = [
  'refresh_tokens',
  'one_time_tokens',
  'sign_in_challenges',
  'account_exports',
  'import_lines',
];
/** Columns that prove something, and so are nobody's to read. */
const secret = /hash|secret|token|verifier|nonce|device_key|last_step|user_id|^words$/;

interface TableOfPeople {
  readonly [column: string]: unknown;
  readonly name: string;
  /** Columns of other types than `bytea`. */
  readonly columns: readonly string[];
  /** Of the primary key. */
  readonly key: readonly string[];
  readonly hasUserId: boolean;
}

/** What identity keeps of a person, wherever it stands: a table of tomorrow is not forgotten. */
@Injectable()
export class IdentityDataRepository {
  constructor(private readonly mails: MailOutbox) {}

  async *sections(queryable: Queryable, person: Subject): AsyncGenerator<PersonalSection> {
    const { userId } = person;
    const tables = await this.listTables(queryable);
    const own = tables
      .filter(({ name }) => !passing.includes(name))
      .map((table) => [sectionOf(table), rowsOf(table, whereOf(table, person))] as const);
    const apiKeyUsage = {
      columns: sql`api_key_id, day, calls`,
      from: sql`identity.api_key_usage`,
      where: sql`api_key_id IN (SELECT id FROM identity.api_keys WHERE user_id = ${userId})`,
      key: ['api_key_id', 'day'],
    };
    const lockouts = {
      columns: sql`proof, failures, delayed_until, updated_at`,
      from: sql`identity.lockouts`,
      where: sql`starts_with(account_key, ${userId})`,
      key: ['account_key', 'proof'],
    };
    const pictures = {
      columns: sql`id, media_type, created_at,
        'data:' || media_type || ';base64,' || replace(encode(content, 'base64'), chr(10), '') AS picture`,
      from: sql`identity.pictures`,
      where: sql`user_id = ${userId}`,
      key: ['user_id'],
    };
    yield* namedPages(queryable, {
      ...Object.fromEntries(own),
      pictures,
      api_key_usage: apiKeyUsage,
      lockouts,
    });
    yield { name: 'mails', pages: this.mails.listTo(queryable, person.names) };
  }

  /** Tables with a column that names a person, by id or by address. */
  private async listTables(queryable: Queryable): Promise<TableOfPeople[]> {
    const { rows } = await queryable.execute<TableOfPeople>(sql`
      SELECT c.relname AS name, bool_or(a.attname = 'user_id') AS "hasUserId",
             array_agg(a.attname::text ORDER BY a.attnum)
               FILTER (WHERE a.atttypid <> 'bytea'::regtype) AS columns,
             array_agg(a.attname::text ORDER BY array_position(i.indkey::int2[], a.attnum))
               FILTER (WHERE a.attnum = ANY (i.indkey)) AS key
        FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
       WHERE c.relnamespace = 'identity'::regnamespace AND c.relkind = 'r'
       GROUP BY c.relname
      HAVING bool_or(a.attname IN ('user_id', 'email_key'))
       ORDER BY c.relname <> 'users', c.relname`);
    return rows;
  }
}

const sectionOf = ({ name }: TableOfPeople): string => (name === 'users' ? 'account' : name);

function whereOf({ name, hasUserId }: TableOfPeople, { userId, names }: Subject): SQL {
  if (name === 'users') return sql`id = ${userId}`;
  return hasUserId ? sql`user_id = ${userId}` : sql`email_key = ANY (${sql.param([...names])})`;
}

function rowsOf({ name, columns, key }: TableOfPeople, where: SQL): PagedRows {
  const told = columns.filter((column) => !secret.test(column));
  return {
    columns: sql.join(
      told.map((column) => sql.identifier(column)),
      sql`, `,
    ),
    from: sql`identity.${sql.identifier(name)}`,
    where,
    key,
  };
}
