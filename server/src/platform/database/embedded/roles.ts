import pg from 'pg';
import { errorCode } from '../error-code.js';
import type { Credentials } from './credentials.js';

const DATABASE = 'gatehouse';
const MISSING_ROLE_OR_WRONG_PASSWORD = '28P01';
const MISSING_DATABASE = '3D000';

/** Where PostgreSQL is reached: on a loopback port, and in the folder of its socket where it has one. */
export interface Place {
  readonly port: number;
  readonly socketFolder: string | null;
}

/** The address for Gatehouse's own role; over the socket where there is one. */
export function databaseUrl(credentials: Credentials, { port, socketFolder }: Place): string {
  const url = new URL(`postgres://127.0.0.1:${port}/${DATABASE}`);
  url.username = 'gatehouse';
  url.password = credentials.gatehouse;
  if (socketFolder !== null) url.searchParams.set('host', socketFolder);
  return url.href;
}

/**
 * Gatehouse works as the owner of its own database and not as superuser, to whom an SQL injection
 * would open the machine itself (COPY ... FROM PROGRAM).
 */
export async function ensureRoleAndDatabase(credentials: Credentials, place: Place): Promise<void> {
  try {
    await withClient(databaseUrl(credentials, place), async (client) => {
      await client.query('SELECT 1');
    });
  } catch (error) {
    const code = errorCode(error);
    if (code !== MISSING_ROLE_OR_WRONG_PASSWORD && code !== MISSING_DATABASE) throw error;
    await create(credentials, place.port);
  }
}

async function create(credentials: Credentials, port: number): Promise<void> {
  const url = `postgres://postgres:${credentials.superuser}@127.0.0.1:${port}/postgres`;
  await withClient(url, async (client) => {
    const role = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [DATABASE]);
    const password = client.escapeLiteral(credentials.gatehouse);
    await client.query(
      `${role.rowCount ? 'ALTER' : 'CREATE'} ROLE gatehouse LOGIN CREATEDB PASSWORD ${password}`,
    );
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (!found.rowCount) await client.query(`CREATE DATABASE ${DATABASE} OWNER gatehouse`);
    await client.query(`REVOKE CONNECT, TEMPORARY ON DATABASE ${DATABASE} FROM PUBLIC`);
  });
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
