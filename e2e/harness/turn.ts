import pg from 'pg';

/**
 * Takes the turn of a listener, so that no event is given to it until the turn is given back.
 * @returns what gives it back.
 */
export async function holdTurn(url: string, listener: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [
    `gatehouse:listener:${listener}`,
  ]);
  return () => client.end();
}
