import pg from 'pg';
import { type SQL, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { Database } from '../database.js';
import { naming } from './naming.js';

let created: TestDatabase;
let pool: pg.Pool;
let database: Database;
beforeAll(async () => {
  created = await createTestDatabase();
  pool = new pg.Pool({ connectionString: created.url, max: 1 });
  database = new Database(pool);
});
afterAll(async () => {
  await pool.end();
  await created.drop();
});

const isTrue = async (condition: SQL): Promise<unknown> => {
  const { rows } = await database.connection.execute(sql`SELECT ${condition} AS found`);
  return rows[0]?.found;
};
const inDocument = (names: string[], document: unknown) =>
  isTrue(naming(names).inDocument(sql`${JSON.stringify(document)}::jsonb`));
const inAccountName = (names: string[], text: string) =>
  isTrue(naming(names).inAccountName(sql`${text}::text`));
const inText = (names: string[], text: string) => isTrue(naming(names).inText(sql`${text}::text`));

describe('an address or a number', () => {
  const names = ['Ann+x@Mail.Test', '+4915112345678'];

  it.each([
    ['ann+x@mail.test'],
    ['ANN+X@mail.test'],
    ['Write to <ann+x@mail.test>, please'],
    ['It was ann+x@mail.test.'],
    ['mailto:ann+x@mail.test?subject=a'],
    ['Call +4915112345678.'],
  ])('names the person in "%s"', async (text) => {
    expect(await inText(names, text)).toBe(true);
    expect(await inDocument(names, { data: { list: [{ reason: text }] } })).toBe(true);
  });

  it.each([
    ['joann+x@mail.test'],
    ['jo.ann+x@mail.test'],
    ['ann+x@mail.test.example'],
    ['ann+x@mail.test-er.example'],
    ['ann+x@mail.tests'],
    ['annnx@mailutest'],
    ['+49151123456789'],
  ])('names nobody in "%s"', async (text) => {
    expect(await inText(names, text)).toBe(false);
    expect(await inDocument(names, { data: { reason: text } })).toBe(false);
  });

  it('is taken out of words', async () => {
    const words = sql`${'It was Ann+x@mail.test, not joann+x@mail.test.'}::text`;
    expect(await isTrue(naming(names).without(words))).toBe(
      'It was [erased], not joann+x@mail.test.',
    );
    expect(await isTrue(naming([]).without(words))).toContain('Ann+x@mail.test');
  });

  it('names nobody as a key', async () => {
    expect(await inDocument(names, { 'ann+x@mail.test': 1 })).toBe(false);
  });
});

describe('attack 38: a username that is a common word', () => {
  it.each(['type', 'data', 'userid', 'employee', 'com', 'ann', 'identifier'])(
    '%s names only who was typed as an account',
    async (name) => {
      const event = {
        type: 'user.role_changed',
        data: { userId: 'ann', to: 'EMPLOYEE', identifier: 'joann@example.com', reason: 'com' },
      };
      expect(await inDocument([name], event)).toBe(false);
      expect(await inAccountName([name], `${name}@example.com`)).toBe(false);
      expect(await inAccountName([name], `the ${name}`)).toBe(false);
      const typed = name.toUpperCase();
      expect(await inDocument([name], { data: { identifier: typed } })).toBe(true);
      expect(await inAccountName([name], typed)).toBe(true);
      expect(await inText([name], typed)).toBe(false);
    },
  );
});

it('nobody is found by no names', async () => {
  expect(await inText([], '')).toBe(false);
  expect(await inAccountName([], 'ann@mail.test')).toBe(false);
  expect(await inDocument([], { identifier: '', reason: 'ann@mail.test' })).toBe(false);
});
