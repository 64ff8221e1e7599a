import pg from 'pg';

/** Addresses and accounts that attempts are spread over. */
const addresses = 10_000;
const accounts = 20_000;
const organizations = 1_000;
const daysBack = 30;

/** Beginning of the ids of organizations; a number of twelve digits follows. */
const organizationIds = '0198d0c4-5a50-7000-8000-';

/** Id of one of the organizations, which has one of a thousand attempts. */
export const organizationId = `${organizationIds}000000000007`;

// A tenth of the attempts fail; one of a thousand failures is of each rarer kind, and one of a thousand
// attempts from a new device. Neighbours in time are neighbours in the tables, as in a database that
// grew by itself.
const statements = [
  `SELECT security.make_login_attempts_partition((now() AT TIME ZONE 'UTC')::date - day)
     FROM generate_series(0, ${daysBack}) AS day`,
  `INSERT INTO security.login_attempts (id, occurred_at, kind, succeeded, failure, method,
     identifier, user_id, organization_id, address, network, user_agent, session_id, new_device)
   SELECT gen_random_uuid(), now() - make_interval(secs => (1 - i / $1::float8) * ${daysBack * 86_400 - 60}),
     CASE i % 10000 WHEN 10 THEN 'second_factor' WHEN 20 THEN 'api_key' WHEN 30 THEN 'refresh_token'
       ELSE 'sign_in' END,
     i % 10 > 0,
     CASE i % 10000 WHEN 10 THEN 'wrong_code' WHEN 20 THEN 'unknown_key' WHEN 30 THEN 'token_reused'
       ELSE CASE WHEN i % 10 = 0 THEN 'wrong_credentials' END END,
     'pwd', 'user' || account || '@bench.test', md5('user' || account)::uuid,
     ('${organizationIds}' || lpad((account % ${organizations})::text, 12, '0'))::uuid,
     '10.0.' || address / 250 || '.' || address % 250,
     ('10.0.' || address / 250 || '.' || address % 250 || '/32')::cidr, 'Mozilla/5.0 (bench)',
     gen_random_uuid(), i % 1000 = 1
   FROM (SELECT i, (i * 7919) % ${accounts} AS account, (i * 104729) % ${addresses} AS address
           FROM generate_series(1, $1::bigint) AS i) AS made`,
  `INSERT INTO security.attempt_sums (width, start, succeeded, failed)
   SELECT width, date_trunc(unit, occurred_at, 'UTC'), count(*) FILTER (WHERE succeeded),
     count(*) FILTER (WHERE NOT succeeded)
   FROM security.login_attempts, (VALUES (60, 'minute'), (3600, 'hour')) AS widths (width, unit)
   GROUP BY 1, 2 ON CONFLICT DO NOTHING`,
  `INSERT INTO security.attempt_hours
   SELECT 'address', date_trunc('hour', occurred_at), network::text, count(*)
     FROM security.login_attempts WHERE NOT succeeded GROUP BY 2, 3
   ON CONFLICT DO NOTHING`,
  `INSERT INTO security.attempt_hours
   SELECT 'account', date_trunc('hour', occurred_at), identifier, count(*)
     FROM security.login_attempts WHERE NOT succeeded GROUP BY 2, 3
   ON CONFLICT DO NOTHING`,
];

/** Fills the monitor's tables with attempts of the last 30 days. Takes about a minute per 2 million. */
export async function seedAttempts(databaseUrl: string, attempts: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const statement of statements)
      await client.query(statement, statement.includes('$1') ? [attempts] : []);
    await client.query('VACUUM ANALYZE');
    await client.query('CHECKPOINT').catch(() => undefined);
  } finally {
    await client.end();
  }
}
