import pg from 'pg';
import { seconds } from '../../kernel/clock.js';
import { messageOf } from '../../kernel/error.js';
import { StartError } from '../../kernel/start-error.js';
import { errorCode } from './error-code.js';

/** The oldest PostgreSQL that the statements here are written for. */
const oldest = 15;
const patience = seconds(10);

/**
 * Opens the connection that a program begins with.
 * @throws StartError with what to set, where the server is away, turns it away, or is too old.
 */
export async function connectFirst(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: patience });
  // A connection that breaks fails the query in flight; without a listener it ends the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw new StartError(obstacle(error, client), { cause: error });
  }
  const { rows } = await client.query<{ version: string }>(
    `SELECT current_setting('server_version') AS version`,
  );
  const problem = versionProblem(rows[0]?.version ?? '');
  if (problem === null) return client;
  await client.end();
  throw new StartError(problem);
}

/** What is wrong with a version such as `14.9 (Debian 14.9-1)`; null of one that will do. */
export const versionProblem = (version: string): string | null =>
  Number.parseInt(version, 10) >= oldest
    ? null
    : `PostgreSQL ${version} is too old: ${oldest} or newer is needed. Upgrade it, or set DATABASE_URL to another one.`;

/** Says what kept a client from connecting, and never the password. */
function obstacle(error: unknown, { host, port, user = '', database = '' }: pg.Client): string {
  const where = `${host}:${port}`;
  const said = messageOf(error);
  switch (errorCode(error)) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `Nobody knows the host "${host}" of DATABASE_URL. Correct DATABASE_URL, or the name service of this machine.`;
    case '28P01':
      return `PostgreSQL at ${where} refuses the password of user "${user}". Correct the password in DATABASE_URL.`;
    case '28000':
      return `PostgreSQL at ${where} turns user "${user}" away: ${said}. Correct DATABASE_URL, or pg_hba.conf of the server.`;
    case '3D000':
      return `PostgreSQL at ${where} has no database "${database}". Create it, as by: createdb --owner=${user} ${database}; or correct DATABASE_URL.`;
    default:
      return `PostgreSQL at ${where} does not answer (${errorCode(error) ?? said}). Start it, or correct DATABASE_URL; without DATABASE_URL, Gatehouse starts one of its own.`;
  }
}
