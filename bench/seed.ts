import { fileURLToPath } from 'node:url';
import { hash } from '@node-rs/argon2';
import pg from 'pg';
import { argon2id } from './harness/argon2id.ts';

/** Password of every seeded user. */
export const password = 'correct horse battery staple';
export const emailOf = (index: number): string => `user${index}@bench.test`;
/** Refresh token of a seeded user's session. */
export const refreshTokenOf = (index: number): string => `seeded-refresh-token-${index}`;

// Made in PostgreSQL from row numbers. Times are spread over the last day, as ids are, so that
// neighbours in time are neighbours in the indexes, as in a database that grew by itself.
const statements = [
  `CREATE TEMPORARY TABLE seeded AS
   SELECT i, uuidv7(age) AS user_id, uuidv7(age) AS session_id, now() + age AS at
   FROM generate_series(0, $1::int - 1) AS i,
     LATERAL (SELECT (i - $1) * interval '1 day' / $1 AS age) AS ages`,
  `INSERT INTO identity.users
     (id, email, email_key, first_name, last_name, password_hash, email_verified_at, created_at)
   SELECT user_id, 'user' || i || '@bench.test', 'user' || i || '@bench.test', 'Bench', 'User',
     $1, at, at FROM seeded WHERE i >= $2 AND i < $3 ORDER BY i`,
  `WITH organization AS (
     INSERT INTO identity.organizations (id, name) VALUES (uuidv7(), 'Bench') RETURNING id)
   INSERT INTO identity.memberships (organization_id, user_id, role, created_at)
   SELECT organization.id, user_id, 'EMPLOYEE', at FROM seeded, organization ORDER BY i`,
  `INSERT INTO identity.sessions (id, user_id, organization_id, methods, ip_address, user_agent,
     authenticated_at, created_at, last_seen_at, expires_at)
   SELECT session_id, user_id, organization_id, '{pwd}', '192.0.2.1', 'bench', at, at, at,
     now() + interval '7 days'
   FROM seeded JOIN identity.memberships USING (user_id) ORDER BY i`,
  `INSERT INTO identity.refresh_tokens (token_hash, session_id, user_id, created_at, expires_at)
   SELECT sha256(convert_to('seeded-refresh-token-' || i, 'UTF8')), session_id, user_id, at,
     now() + interval '7 days' FROM seeded ORDER BY i`,
];

/** Accounts of one statement: each locks its address until its transaction ends. */
const atOnce = 2_000;

/** Fills a migrated, empty database with people who are signed in. Takes seconds per 100,000. */
export async function seed(databaseUrl: string, users: number): Promise<void> {
  const passwordHash = await hash(password, argon2id);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const [list = '', people = '', ...others] = statements;
    await client.query(list, [users]);
    await client.query('CREATE INDEX ON seeded (i)');
    for (let first = 0; first < users; first += atOnce)
      await client.query(people, [passwordHash, first, first + atOnce]);
    for (const statement of others) await client.query(statement);
    await client.query('VACUUM ANALYZE');
    await client.query('CHECKPOINT').catch(() => undefined);
  } finally {
    await client.end();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [databaseUrl, users] = process.argv.slice(2);
  if (databaseUrl === undefined || !(Number(users) > 0))
    throw new Error('Usage: node bench/seed.ts <database URL> <users>');
  await seed(databaseUrl, Number(users));
}
