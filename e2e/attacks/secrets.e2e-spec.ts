import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../server/test/harness/database.js';
import { Api, password, totp } from '../harness/api.js';
import { type RunningGatehouse, startGatehouse } from '../harness/gatehouse.js';

let database: TestDatabase;
let logs: string;
let gatehouse: RunningGatehouse;
let api: Api;

beforeAll(async () => {
  database = await createTestDatabase();
  logs = await mkdtemp(path.join(tmpdir(), 'gatehouse-secrets-'));
  gatehouse = await startGatehouse({
    DATABASE_URL: database.url,
    GATEHOUSE_LOG_DIR: logs,
    GATEHOUSE_LOG_LEVEL: 'debug',
    GATEHOUSE_MAGIC_LINK: 'true',
  });
  api = new Api(gatehouse.url);
}, 60_000);
afterAll(async () => {
  await database?.drop();
  await rm(logs, { recursive: true, force: true });
});

/** Uses every kind of secret, rightly and wrongly. @returns all of them. */
async function useSecrets(): Promise<string[]> {
  const email = 'secrets@example.com';
  await api.apply(email);
  const confirmation = await api.linkFor(email);
  await api.call('GET', `/verify-email?token=${confirmation}`);
  await api.call('POST', '/auth/verify-email', { body: { token: confirmation } });
  await api.call('POST', '/auth/verify-email', { body: { token: confirmation } });
  const wrong = 'CANARY wrong passphrase 9';
  await api.signIn(email, wrong);
  const first = await api.tokensOf(email);
  const child = String((await api.refresh(first.refresh)).body.refreshToken);
  await api.call('POST', '/auth/refresh', { body: { refreshToken: 'CANARY-refresh' } });
  await api.validate('CANARY-access');
  const {
    secret,
    backupCodes: [code = '', another = ''],
    ...second
  } = await api.turnOnTotp(first.access);
  const mailed = await turnOnMessages(second.access, email);
  const { body: trusting } = await api.signIn(email);
  const { body: trusted } = await api.call('POST', '/auth/2fa/verify', {
    body: {
      tempToken: trusting.tempToken,
      method: 'backup_code',
      code: another,
      trustDevice: true,
    },
  });
  const deviceToken = String(trusted.deviceToken);
  await api.call('POST', '/auth/login', { body: { email, password, deviceToken } });
  const { body: challenge } = await api.signIn(email);
  const tempToken = String(challenge.tempToken);
  await api.call('POST', '/auth/2fa/verify', {
    body: { tempToken, method: 'backup_code', code: 'CANA-RYCA-NARY-CODE' },
  });
  await api.call('POST', '/auth/2fa/verify', { body: { tempToken, method: 'backup_code', code } });
  await api.call('POST', '/auth/password/forgot', { body: { email } });
  const reset = await api.linkFor(email);
  const next = 'CANARY next passphrase 10';
  await api.call('POST', '/auth/password/reset', { body: { token: reset, newPassword: next } });
  await api.call('POST', '/auth/login', { body: `{"password":"CANARY-malformed` });
  const tokens = [
    first.access,
    first.refresh,
    child,
    second.access,
    second.refresh,
    tempToken,
    deviceToken,
  ];
  const links = [confirmation, reset, ...(await useLinks())];
  return [
    password,
    wrong,
    next,
    secret,
    code,
    another,
    ...mailed,
    ...tokens,
    ...links,
    'CANARY',
    'CANA-RYCA',
  ];
}

/** Uses the links that are sent to whoever signs in, moves and reports. @returns their tokens. */
async function useLinks(): Promise<string[]> {
  const email = 'links@example.com';
  const { access } = await api.newPerson(email);
  await api.call('POST', '/auth/magic-link', { body: { email } });
  const magic = await api.linkFor(email);
  await api.call('POST', '/auth/magic-link/verify', { body: { token: magic } });
  const body = { password, newEmail: 'moved@example.com' };
  await api.call('POST', '/auth/email/change', { token: access, body });
  const confirmation = await api.linkFor('moved@example.com');
  await api.call('POST', '/auth/email/confirm', { body: { token: confirmation } });
  const report = await api.linkIn(email, 'Your e-mail address was changed');
  await api.call('POST', '/auth/not-me', { body: { token: report } });
  return [magic, confirmation, report];
}

/** Turns codes by mail and by SMS on. @returns the codes that were sent. */
async function turnOnMessages(access: string, email: string): Promise<string[]> {
  await api.call('POST', '/auth/2fa/email/setup', { token: access });
  const byMail = await api.codeFor(email);
  const { body } = await api.call('POST', '/auth/2fa/email/enable', {
    token: access,
    body: { code: byMail },
  });
  const token = String(body.accessToken);
  const phoneNumber = '+4915112345678';
  await api.call('POST', '/auth/2fa/sms/setup', { token, body: { phoneNumber } });
  const bySms = await api.codeFor(phoneNumber);
  await api.call('POST', '/auth/2fa/sms/enable', { token, body: { code: bySms } });
  return [byMail, bySms];
}

/** Six digits may stand inside of a longer number by chance. */
const contains = (text: string, secret: string): boolean =>
  /^\d{6}$/.test(secret)
    ? new RegExp(`(?<![\\w.-])${secret}(?![\\w.-])`).test(text)
    : text.includes(secret);

async function rowsOf(table: string): Promise<string> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<{ text: string }>(
    `SELECT to_jsonb(t)::text AS text FROM ${table} t`,
  );
  await client.end();
  return rows.map(({ text }) => text).join('\n');
}

it('attack 17: no secret reaches a log, a metric, an event, the audit trail or a table in the clear', async () => {
  const secrets = await useSecrets();
  const metrics = await (await fetch(`${gatehouse.url}/metrics`)).text();
  await gatehouse.stop();
  const places: Record<string, string> = { metrics };
  for (const name of await readdir(logs))
    places[name] = await readFile(path.join(logs, name), 'utf8');
  for (const table of [
    'identity.outbox',
    'audit.entries',
    'identity.users',
    'identity.sessions',
    'identity.refresh_tokens',
    'identity.one_time_tokens',
    'identity.registrations',
    'identity.email_changes',
    'identity.known_devices',
    'identity.known_places',
    'identity.backup_codes',
    'identity.totp_authenticators',
    'identity.message_codes',
    'identity.trusted_devices',
    'identity.passkey_challenges',
    'platform.mails',
    'bullmq.job',
  ])
    places[table] = await rowsOf(table);
  expect(places['access.log']).toContain('/auth/login');
  expect(places['identity.outbox']).toContain('user.login');
  const found = Object.entries(places).flatMap(([place, text]) =>
    secrets.filter((secret) => contains(text, secret)).map((secret) => `${secret} in ${place}`),
  );
  expect(found).toEqual([]);
});

it('the codes that oathtool makes are six digits, so that what is looked for could be found', () => {
  expect(totp('GEZDGNBVGY3TQOJQ')).toMatch(/^\d{6}$/);
});
