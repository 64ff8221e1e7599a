import { randomBytes } from 'node:crypto';
import { erasedWordsPlace, events } from '@gatehouse/contracts/events';
import { sql } from 'drizzle-orm';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { newId } from '../../kernel/id.js';
import { loadConfig } from '../config/config.js';
import { AesFieldCipher } from '../crypto/aes-field-cipher.js';
import { KeyRing } from '../crypto/key-ring.js';
import { Database } from '../database/database.js';
import { throughRows } from '../database/gradual/through-rows.js';
import type { Jobs } from '../jobs/jobs.js';
import { Erasures } from './erasures.js';
import { ErasuresRepository } from './erasures.repository.js';
import { atOnce, type ErasedPerson, type ErasureSteps } from './steps.js';

const letters = pgTable('letters', {
  day: integer('day').notNull(),
  words: text('words').notNull(),
});
const cipher = new AesFieldCipher(new KeyRing([{ id: 'k1', bytes: randomBytes(32) }]));

let created: TestDatabase;
let pool: pg.Pool;
let database: Database;
beforeEach(async () => {
  created = await createTestDatabase();
  pool = new pg.Pool({ connectionString: created.url, max: 4 });
  pool.on('error', () => {});
  database = new Database(pool);
  await pool.query('CREATE TABLE letters (day integer NOT NULL, words text NOT NULL)');
});
afterEach(async () => {
  await pool.end();
  await created.drop();
});

/** Some letters a day, of which each tenth is to somebody. */
const write = (name: string, count: number, aDay = 1) =>
  pool.query(
    `INSERT INTO letters SELECT number / $3, CASE WHEN number % 10 = 0 THEN $1 ELSE 'others' END
       FROM generate_series(1, $2) AS number`,
    [name, count, aDay],
  );
const leftOf = async (name: string) =>
  (await pool.query('SELECT FROM letters WHERE words = $1', [name])).rowCount;
const noted = async () => (await pool.query('SELECT FROM platform.erasures')).rowCount;

/** Tears up letters to a person, and counts in how many transactions. */
function tearing(passages: number[] = []): ErasureSteps['person'] {
  return [
    throughRows<ErasedPerson>({
      table: letters,
      key: letters.day,
      change: (tx, { names }, rows) => {
        passages.push(passages.length);
        return tx.execute(
          sql`DELETE FROM letters WHERE ${rows} AND words = ANY (${sql.param([...names])}::text[])`,
        );
      },
    }),
  ];
}

function open(person: ErasureSteps['person']): Erasures {
  const jobs = { register: () => undefined } as unknown as Jobs;
  const parts = [new ErasuresRepository(), database, cipher] as const;
  const erasures = new Erasures(...parts, jobs, loadConfig({}));
  erasures.register('post', { person, organization: [] });
  return erasures;
}

/** Tells of the erasure of somebody. */
function tell(erasures: Erasures, name: string): Promise<void> {
  const userId = newId();
  const sealedWords = cipher.seal(JSON.stringify([name]), erasedWordsPlace(userId));
  const { type } = events.userErased;
  const data = { userId, sealedWords: sealedWords.toString('base64') };
  const time = new Date().toISOString();
  const event = { type, data, time } as unknown as Parameters<Erasures['follow']>[2];
  return database.transaction((tx) => erasures.follow(tx, 'post', event));
}

it('goes through every row, a hundred in a transaction, and keeps no words of who it was', async () => {
  const passages: number[] = [];
  const erasures = open(tearing(passages));
  await write('ada', 1_234);
  await tell(erasures, 'ada');
  const { rows } = await pool.query('SELECT words FROM platform.erasures');
  expect(String(rows[0].words)).not.toContain('ada');
  await erasures.run('post');
  expect(await leftOf('ada')).toBe(0);
  expect(await leftOf('others')).toBe(1_234 - 123);
  expect(passages).toHaveLength(13);
  expect(await noted()).toBe(0);
});

it('leaves none of many rows out that have one key', async () => {
  const erasures = open(tearing());
  await write('ada', 1_000, 250);
  await tell(erasures, 'ada');
  await erasures.run('post');
  expect(await leftOf('ada')).toBe(0);
});

it('goes on where another process was killed, and what it had not committed is done again', async () => {
  let transactions = 0;
  const dying = throughRows<ErasedPerson>({
    table: letters,
    key: letters.day,
    change: async (tx, { names }, rows) => {
      await tx.execute(sql`DELETE FROM letters WHERE ${rows} AND words = ${names[0]}`);
      transactions += 1;
      if (transactions === 3) throw new Error('killed');
    },
  });
  await write('ada', 1_000);
  const first = open([dying]);
  await tell(first, 'ada');
  await expect(first.run('post')).rejects.toThrow('1 erasures of post are not done');
  expect(await leftOf('ada')).toBe(80);
  const passages: number[] = [];
  await open(tearing(passages)).run('post');
  expect(await leftOf('ada')).toBe(0);
  expect(passages).toHaveLength(8);
});

it('is not held up by one that fails', async () => {
  const refuse = atOnce<ErasedPerson>((_tx, { names }) =>
    names.includes('ada') ? Promise.reject(new Error('no')) : Promise.resolve(),
  );
  const erasures = open([refuse, ...tearing()]);
  await write('grace', 100);
  await tell(erasures, 'ada');
  await tell(erasures, 'grace');
  await expect(erasures.run('post')).rejects.toThrow('1 erasures');
  expect(await leftOf('grace')).toBe(0);
  expect(await noted()).toBe(1);
});

it('two processes that meet do it once, and both come to its end', async () => {
  const passages: number[] = [];
  const [one, other] = [open(tearing(passages)), open(tearing(passages))];
  await write('ada', 1_000);
  await tell(one, 'ada');
  await Promise.all([one.run('post'), other.run('post')]);
  expect(await leftOf('ada')).toBe(0);
  expect(passages).toHaveLength(10);
  expect(await noted()).toBe(0);
});

it('begins anew when it is told again', async () => {
  const erasures = open(tearing());
  await write('ada', 100);
  await tell(erasures, 'ada');
  await pool.query(`UPDATE platform.erasures SET position = '90'`);
  const { rows } = await pool.query('SELECT subject_id, words FROM platform.erasures');
  const data = { userId: rows[0].subject_id, sealedWords: rows[0].words.toString('base64') };
  const again = { type: events.userErased.type, data, time: new Date().toISOString() };
  await database.transaction((tx) => erasures.follow(tx, 'post', again as never));
  await erasures.run('post');
  expect(await leftOf('ada')).toBe(0);
});

it('lets those who come later join within a period, and whoever has little not wait for much', async () => {
  const erasures = open(tearing());
  await write('ada', 100_000);
  await tell(erasures, 'ada');
  const { rows } = await pool.query('SELECT subject_id FROM platform.erasures');
  await tell(erasures, 'grace');
  // For Grace, only the last of the rows are left.
  await pool.query(`UPDATE platform.erasures SET position = '99900' WHERE subject_id <> $1`, [
    rows[0].subject_id,
  ]);
  const running = erasures.run('post');
  await expect.poll(noted).toBe(1);
  erasures.onModuleDestroy();
  await running;
  expect(await leftOf('ada')).toBeGreaterThan(0);
});
