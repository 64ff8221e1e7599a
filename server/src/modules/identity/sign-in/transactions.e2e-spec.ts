import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SignedIn } from '@gatehouse/contracts/identity/sign-in';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { AllModule } from '../../../apps/all.js';
import { type RunningApp, startApp } from '../../../apps/start.js';
import { loadConfig } from '../../../platform/config/config.js';
import { PasswordHasher } from '../../../platform/crypto/password-hasher.js';

const password = 'correct horse battery staple';
const email = 'ada@example.com';
/** The statements that a request caused; work in the background has no list of its own. */
const caused = new AsyncLocalStorage<string[]>();
let database: TestDatabase;
let logs: string;
let running: RunningApp;
let stopRecording: () => void;

beforeAll(async () => {
  stopRecording = recordStatements();
  database = await createTestDatabase();
  logs = await mkdtemp(join(tmpdir(), 'gatehouse-transactions-'));
  running = await startApp(
    (config, telemetry) => AllModule.with(config, telemetry),
    loadConfig({
      NODE_ENV: 'test',
      PORT: '0',
      DATABASE_URL: database.url,
      GATEHOUSE_DATA_DIR: logs,
      GATEHOUSE_LOG_LEVEL: 'error',
      GATEHOUSE_RATE_LIMITS: 'false',
    }),
    { progress: () => undefined },
  );
  await insertPerson();
});

afterAll(async () => {
  await running.stop();
  stopRecording();
  await database.drop();
  await rm(logs, { recursive: true });
});

it('signs in with two transactions, refreshes with one and checks with at most one', async () => {
  const signIn = await count('POST', '/auth/login', { payload: { email, password } });
  const { accessToken, refreshToken } = JSON.parse(signIn.body) as SignedIn;
  const headers = { authorization: `Bearer ${accessToken}` };
  const first = await count('GET', '/auth/validate', { headers });
  const second = await count('GET', '/auth/validate', { headers });
  const refresh = await count('POST', '/auth/refresh', { payload: { refreshToken } });
  expect([signIn, first, second, refresh].map(({ status }) => status)).toEqual([
    200, 200, 200, 200,
  ]);
  expect(signIn.transactions).toBe(2);
  expect(refresh.transactions).toBe(1);
  expect(first.transactions).toBeLessThanOrEqual(1);
  expect(second.transactions).toBeLessThanOrEqual(1);
});

it('refreshes a session that was never used with two transactions, and with one from then on', async () => {
  const signIn = await count('POST', '/auth/login', { payload: { email, password } });
  let { refreshToken } = JSON.parse(signIn.body) as SignedIn;
  const transactions: number[] = [];
  for (let times = 0; times < 3; times += 1) {
    const refresh = await count('POST', '/auth/refresh', { payload: { refreshToken } });
    expect(refresh.status).toBe(200);
    ({ refreshToken } = JSON.parse(refresh.body) as SignedIn);
    transactions.push(refresh.transactions);
  }
  expect(transactions).toEqual([2, 1, 1]);
});

it('shares one transaction among checks that arrive together', async () => {
  const signIn = await count('POST', '/auth/login', { payload: { email, password } });
  const { accessToken } = JSON.parse(signIn.body) as SignedIn;
  const headers = { authorization: `Bearer ${accessToken}` };
  const checks = await Promise.all(
    Array.from({ length: 20 }, () => count('GET', '/auth/validate', { headers })),
  );
  expect(checks.every(({ status }) => status === 200)).toBe(true);
  const transactions = checks.reduce((sum, check) => sum + check.transactions, 0);
  expect(transactions).toBeLessThan(4);
});

it.each([false, true])(
  'replaces an imported hash at the sign-in, in the same two transactions (second factor: %s)',
  async (secondFactor) => {
    const imported = '$2b$05$abcdefghijklmnopqrstuuEn/eMei1z5h1.4IuwDnjDepo.7LkKxS';
    await onDatabase(`UPDATE identity.users SET password_hash = '${imported}'`);
    if (secondFactor)
      await onDatabase(`INSERT INTO identity.totp_authenticators
        (id, user_id, secret, created_at, confirmed_at)
        SELECT gen_random_uuid(), id, '', now(), now() FROM identity.users`);
    const signIn = (secret: string) =>
      count('POST', '/auth/login', { payload: { email, password: secret } });
    expect((await signIn('pässword 2')).status).toBe(401);
    expect(await hashes()).toEqual([imported]);
    const first = await signIn('pässword 1');
    expect(first).toMatchObject({ status: 200, transactions: 2 });
    const [fresh] = await hashes();
    expect(fresh).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await signIn('pässword 1')).toMatchObject({ status: 200, transactions: 2 });
    expect(await hashes()).toEqual([fresh]);
  },
);

it('lets everybody in who brings the right password while the imported hash is replaced', async () => {
  const imported = '$2b$05$abcdefghijklmnopqrstuuEn/eMei1z5h1.4IuwDnjDepo.7LkKxS';
  await onDatabase('DELETE FROM identity.totp_authenticators');
  await onDatabase(`UPDATE identity.users SET password_hash = '${imported}'`);
  const payload = { email, password: 'pässword 1' };
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => count('POST', '/auth/login', { payload })),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
});

/** Sends a request inside the process (it is sent when it is awaited), and counts the transactions that it caused. */
async function count(
  method: 'GET' | 'POST',
  url: string,
  rest: { payload?: object; headers?: Record<string, string> },
) {
  const statements: string[] = [];
  const answer = await caused.run(
    statements,
    async () => await running.app.inject({ method, url, ...rest }),
  );
  return {
    status: answer.statusCode,
    body: answer.body,
    transactions: transactionsOf(statements),
  };
}

/**
 * A statement outside of BEGIN and COMMIT is a transaction of its own. What a new connection is
 * opened with belongs to no request: it happens once for thousands of them.
 */
function transactionsOf(statements: readonly string[]): number {
  let open = false;
  let transactions = 0;
  for (const statement of statements) {
    if (/^listen/i.test(statement)) continue;
    if (!open) transactions += 1;
    if (/^begin/i.test(statement)) open = true;
    if (/^(commit|rollback)/i.test(statement)) open = false;
  }
  return transactions;
}

/** @returns what stops the recording. */
function recordStatements(): () => void {
  const { prototype } = pg.Client;
  const query = Reflect.get(prototype, 'query') as (...args: unknown[]) => unknown;
  const recording = new Proxy(query, {
    apply(target, client, args: [string | { text: string }]) {
      const [first] = args;
      caused.getStore()?.push(typeof first === 'string' ? first : first.text);
      return Reflect.apply(target, client, args);
    },
  });
  Reflect.set(prototype, 'query', recording);
  return () => void Reflect.set(prototype, 'query', query);
}

async function insertPerson(): Promise<void> {
  const hash = await running.app.get(PasswordHasher).hash(password);
  await onDatabase(
    `INSERT INTO identity.users
       (id, email, email_key, first_name, last_name, password_hash, email_verified_at)
     VALUES (gen_random_uuid(), '${email}', '${email}', 'Ada', 'Byron', '${hash}', now())`,
  );
}

async function hashes(): Promise<string[]> {
  const rows = await onDatabase('SELECT password_hash FROM identity.users');
  return rows.map((row) => String(row.password_hash));
}

async function onDatabase(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows;
}
