import type { KnownThings } from '../harness/requests/own-paths.js';
import { allRoutes } from '@gatehouse/contracts/routes';
import pg from 'pg';
import { type Answer, Api, type CallOptions } from '../harness/api.js';
import { query } from '../harness/query.js';

/** Where something was said, such as a table, a file or a route, and what. */
export interface Said {
  readonly place: string;
  readonly text: string;
}

/** What people and programs do over HTTP, with every answer written down. */
export class OverheardApi extends Api {
  readonly answers: Said[] = [];

  override async call(method: string, path: string, options?: CallOptions): Promise<Answer> {
    const answer = await super.call(method, path, options);
    const [place = ''] = path.split('?');
    const headers = [...answer.headers].map((header) => header.join(': ')).join('\n');
    this.answers.push({
      place: `${method} ${place}`,
      text: `${headers}\n${JSON.stringify(answer.body)}`,
    });
    return answer;
  }
}

/** Asks for everything that somebody may read. @returns what was answered, of JSON and of files. */
export async function readEverything(url: string, token: string, known: KnownThings) {
  const said: Said[] = [];
  // What a list shows is asked for one by one after it. The mailbox stands for people's mailboxes.
  const routes = allRoutes
    .filter(({ method, name }) => method === 'GET' && !name.startsWith('mailbox.'))
    .toSorted((one, other) => one.path.split(':').length - other.path.split(':').length);
  for (const route of routes)
    for (const path of known.pathsOf(route)) {
      const response = await fetch(url + path, {
        headers: { authorization: `Bearer ${token}` },
        redirect: 'manual',
      });
      const text = await response.text();
      if (response.headers.get('content-type')?.includes('json')) {
        known.addListed(path, JSON.parse(text));
        if (path.endsWith('/deliveries')) known.addListed('/webhook-deliveries', JSON.parse(text));
      }
      said.push({ place: `GET ${path}`, text });
    }
  return said;
}

/** Has PostgreSQL write down what is written to any table, also what goes again: jobs, mails, codes. */
export async function overhearTables(url: string): Promise<() => Promise<Said[]>> {
  await query(
    url,
    `CREATE SCHEMA overheard;
     CREATE TABLE overheard.rows (place text, text text);
     CREATE FUNCTION overheard.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       INSERT INTO overheard.rows VALUES (TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, to_jsonb(NEW)::text);
       RETURN NULL;
     END $$;
     DO $$ DECLARE name text; BEGIN
       FOR name IN SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
           AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'overheard')
       LOOP
         EXECUTE format('CREATE TRIGGER overheard AFTER INSERT OR UPDATE ON %s
           FOR EACH ROW EXECUTE FUNCTION overheard.note()', name);
       END LOOP;
     END $$`,
  );
  return async () =>
    (await query(
      url,
      `SELECT place, string_agg(text, E'\\n') AS text FROM overheard.rows GROUP BY place`,
    )) as unknown as Said[];
}

/** Everything that stands in the database now, by table, of whichever module. */
export async function readTables(url: string): Promise<Said[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const tables = await client.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
      WHERE table_type = 'BASE TABLE'
        AND table_schema NOT IN ('pg_catalog', 'information_schema', 'overheard')`,
  );
  const said: Said[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await client.query<{ text: string }>(
      `SELECT to_jsonb(t)::text AS text FROM ${name} t`,
    );
    said.push({ place: name, text: rows.map(({ text }) => text).join('\n') });
  }
  await client.end();
  return said;
}

/** Whether a text has a secret, as it is or in the forms that programs write texts in. */
export function tells(text: string, secret: string): boolean {
  // Six digits may stand inside of a longer number by chance.
  if (/^\d{6}$/.test(secret)) return new RegExp(`(?<![\\w.-])${secret}(?![\\w.-])`).test(text);
  const bytes = Buffer.from(secret);
  const forms = [secret, encodeURIComponent(secret), bytes.toString('hex')];
  return forms.some((form) => text.includes(form));
}
