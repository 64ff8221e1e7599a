import pg from 'pg';

/** Addresses and accounts that attempts are spread over. */
const addresses = 10_000;
const accounts = 20_000;
const daysBack = 30;

// A tenth of the attempts fail. Neighbours in time are neighbours in the tables, as in a database
// that grew by itself.
const statements = [
  `SELECT security.make_login_attempts_partition((now() AT TIME ZONE 'UTC')::date - day)
     FROM generate_series(0, ${daysBack}) AS day`,
  `INSERT INTO security.login_attempts (id, occurred_at, kind, succeeded, failure, method,
     identifier, user_id, address, network, user_agent, session_id)
   SELECT gen_random_uuid(), now() - make_interval(secs => (1 - i / $1::float8) * ${daysBack * 86_400 - 60}),
     'sign_in', i % 10 > 0, CASE WHEN i % 10 = 0 THEN 'wrong_credentials' END, 'pwd',
     'user' || account || '@bench.test', md5('user' || account)::uuid,
     '10.0.' || address / 250 || '.' || address % 250,
     ('10.0.' || address / 250 || '.' || address % 250 || '/32')::cidr, 'Mozilla/5.0 (bench)',
     gen_random_uuid()
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
