import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { Database, type GivenUp, type Transaction } from './database.js';

describe('Database', () => {
  let created: TestDatabase;
  let database: Database;

  beforeEach(async () => {
    created = await createTestDatabase({ empty: true });
    const pool = new pg.Pool({ connectionString: created.url, max: 5 });
    pool.on('error', () => {});
    database = new Database(pool);
    await pool.query(`CREATE TABLE counts (name text PRIMARY KEY, count int NOT NULL);
      INSERT INTO counts VALUES ('a', 0), ('b', 0)`);
  });
  afterEach(async () => {
    await database.pool.end();
    await created.drop();
  });

  const countOn = (tx: Transaction, name: string) =>
    tx.execute(sql`UPDATE counts SET count = count + 1 WHERE name = ${name}`);

  /** Fails as PostgreSQL does, with a code of its own. */
  const fail = (code: string) =>
    `DO $$ BEGIN RAISE EXCEPTION 'made to fail' USING ERRCODE = '${code}'; END $$`;

  it('finishes both of two transactions that each wait for the other, and each once', async () => {
    const both = Promise.withResolvers<void>();
    let holding = 0;
    const inOrder = (first: string, second: string) =>
      database.transaction(async (tx) => {
        await countOn(tx, first);
        holding += 1;
        if (holding === 2) both.resolve();
        await both.promise;
        await countOn(tx, second);
        return first;
      });
    expect(await Promise.all([inOrder('a', 'b'), inOrder('b', 'a')])).toEqual(['a', 'b']);
    // Three beginnings: one of the two was given up.
    expect(holding).toBe(3);
    const { rows } = await database.pool.query('SELECT * FROM counts ORDER BY name');
    expect(rows).toEqual([
      { name: 'a', count: 2 },
      { name: 'b', count: 2 },
    ]);
  });

  it.each([
    ['40P01', 'deadlock'],
    ['40001', 'serialization'],
  ])(
    'tries three times what is always given up (%s), and tells each time',
    async (code, reason) => {
      const told: GivenUp[] = [];
      database.onGivenUp = (each) => told.push(each);
      let tries = 0;
      const work = database.transaction(async (tx) => {
        tries += 1;
        await tx.execute(sql.raw(fail(code)));
      });
      await expect(work).rejects.toMatchObject({ cause: { code } });
      expect(tries).toBe(3);
      expect(told).toEqual([reason, reason, reason]);
    },
  );

  it('tries once what fails for another reason', async () => {
    let tries = 0;
    const work = database.transaction(async (tx) => {
      tries += 1;
      await tx.execute(sql.raw(fail('23505')));
    });
    await expect(work).rejects.toMatchObject({ cause: { code: '23505' } });
    expect(tries).toBe(1);
  });

  it('tries a statement of a hot path again, too', async () => {
    await database.pool.query('CREATE SEQUENCE tries');
    // A sequence counts whatever becomes of the transaction.
    await database.pool.query(`
      CREATE FUNCTION second_try() RETURNS int LANGUAGE plpgsql AS $$ BEGIN
        IF nextval('tries') = 1 THEN RAISE EXCEPTION 'made to fail' USING ERRCODE = '40P01'; END IF;
        RETURN 7;
      END $$`);
    expect(await database.statement('second_try', 'SELECT second_try()', [])).toEqual([
      { second_try: 7 },
    ]);
  });
});
