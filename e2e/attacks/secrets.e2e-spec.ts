import { type FileHandle, mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { events } from '@gatehouse/contracts/events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../server/test/harness/database.js';
import { password, totp } from '../harness/api.js';
import { type RunningGatehouse, startGatehouse } from '../harness/gatehouse.js';
import { query } from '../harness/query.js';
import { Receiver } from '../harness/receiver.js';
import { KnownThings } from '../harness/requests/own-paths.js';
import {
  OverheardApi,
  overhearTables,
  readEverything,
  readTables,
  type Said,
  tells,
} from './overhearing.js';

const socialSecret = 'CANARY-social-client-secret';
const metricsToken = 'CANARY-metrics-token';
/** No secret: what must be found, or the search finds nothing at all. */
const visible = 'plainly-visible';
const placesOfVisible = [
  'identity.users',
  'identity.outbox',
  'audit.entries',
  'webhooks.deliveries',
  'bullmq.job',
  'webhook bodies',
  'standard output',
  'access.log',
  'GET /api/v1/users',
  'GET /api/v1/audit-logs',
];

let database: TestDatabase;
let logs: string;
let receiver: Receiver;
let output: { readonly path: string; readonly file: FileHandle };
let gatehouse: RunningGatehouse;
let api: OverheardApi;
/** Token of the owner, who is the primary administrator too. */
let owner: string;

beforeAll(async () => {
  database = await createTestDatabase();
  logs = await mkdtemp(path.join(tmpdir(), 'gatehouse-secrets-'));
  receiver = await Receiver.start();
  const standard = path.join(logs, 'standard-output');
  output = { path: standard, file: await open(standard, 'w') };
  const settings = {
    DATABASE_URL: database.url,
    GATEHOUSE_WEBHOOK_ALLOWED_RANGES: '127.0.0.0/8',
    GATEHOUSE_LOG_DIR: logs,
    GATEHOUSE_LOG_LEVEL: 'debug',
    GATEHOUSE_MAGIC_LINK: 'true',
    GOOGLE_CLIENT_ID: 'gatehouse',
    GOOGLE_CLIENT_SECRET: socialSecret,
    METRICS_TOKEN: metricsToken,
  };
  gatehouse = await startGatehouse(settings, { standardOutput: output.file.fd });
  api = new OverheardApi(gatehouse.url);
});
afterAll(async () => {
  await receiver?.stop();
  await gatehouse?.stop();
  await output?.file.close();
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

/** Sets up the owner, who invites somebody and makes what programs use. @returns the secrets of it. */
async function useOwnersSecrets(): Promise<string[]> {
  const setup = new URL(gatehouse.setupUrl).searchParams.get('token') ?? '';
  const first = await api.setUp(gatehouse.setupUrl, 'owner@example.com');
  const { access: token } = await api.turnOnTotp(first.access);
  owner = token;
  const make = async (path: string, body: object) => {
    const answer = await api.call('POST', path, { token, body });
    expect(answer.status).toBe(201);
    return answer.body;
  };
  const eventTypes = Object.values(events).map(({ type }) => type);
  const hook = await make('/webhooks', { url: receiver.url, eventTypes, installation: true });
  const firstName = visible;
  const profile = await api.call('PATCH', '/auth/profile', { token, body: { firstName } });
  expect(profile.status).toBe(200);
  await make('/invitations', { email: `${visible}@example.com`, role: 'EMPLOYEE' });
  const invitation = await api.linkFor(`${visible}@example.com`);
  await api.call('GET', `/invitation?token=${invitation}`);
  const { secret: key } = await make('/api-keys', { name: 'CI', scopes: ['user:read'] });
  const asked = await api.call('GET', '/users', { headers: { 'x-api-key': String(key) } });
  expect(asked.status).toBe(200);
  await api.call('POST', '/auth/social/google/start', { body: {} });
  const secrets = [setup, invitation, String(key), String(hook.secret)];
  // What is not known here could not be found anywhere.
  for (const secret of secrets) expect(secret.length).toBeGreaterThan(20);
  return [...secrets, socialSecret, metricsToken];
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

const bodiesAt = ({ received }: Receiver) => received.map(({ body }) => body).join('\n');
const isNoMailbox = ({ place }: Said): boolean => !place.includes('/dev/mailbox');

/** Routes whose answers show a secret, once and to whoever it is for. */
const meantToShow =
  /^POST (\/auth\/(login|refresh|2fa\/(verify|\w+\/(setup|enable)))|\/api-keys|\/webhooks)$/;

it('attack 17: no secret reaches a log, a metric, an event, a job, a webhook, the audit trail, an answer or a table in the clear', async () => {
  const overheard = await overhearTables(database.url);
  const secrets = [...(await useOwnersSecrets()), ...(await useSecrets())];
  await api.call('GET', `/users/${visible}`, { token: owner });
  // The last of what is done stands on the audit trail's first page.
  const email = `${visible}-last@example.com`;
  await api.call('POST', '/invitations', { token: owner, body: { email, role: 'EMPLOYEE' } });
  const audited = `SELECT FROM audit.entries e WHERE to_jsonb(e)::text LIKE '%${email}%'`;
  await expect.poll(() => query(database.url, audited)).not.toEqual([]);
  await expect.poll(() => bodiesAt(receiver)).toContain('api_key.created');
  const read = await readEverything(gatehouse.url, owner, new KnownThings());
  const metrics = await (await fetch(`${gatehouse.url}/metrics`)).text();
  await gatehouse.stop();
  const logged = (await readdir(logs)).map(async (name) => ({
    place: name,
    text: await readFile(path.join(logs, name), 'utf8'),
  }));
  const said: Said[] = [
    { place: 'metrics', text: metrics },
    { place: 'standard output', text: await readFile(output.path, 'utf8') },
    { place: 'webhook bodies', text: bodiesAt(receiver) },
    ...(await Promise.all(logged)),
    ...(await readTables(database.url)),
    ...(await overheard()),
    ...read,
  ];
  const where = (text: string, among = said) =>
    among.filter((each) => tells(each.text, text)).map(({ place }) => place);
  expect(where('/auth/login')).toEqual(expect.arrayContaining(['access.log', 'metrics']));
  expect(where('user.login')).toContain('identity.outbox');
  // What is no secret is found wherever it belongs (negative control).
  for (const place of placesOfVisible) expect(where(visible), place).toContain(place);
  const found = secrets.flatMap((secret) => where(secret).map((place) => `${secret} in ${place}`));
  expect(found).toEqual([]);
  const shown = secrets.map((secret) => where(secret, api.answers.filter(isNoMailbox)));
  expect(shown.flat().filter((place) => !meantToShow.test(place))).toEqual([]);
  expect(Math.max(...shown.map((places) => places.length))).toBe(1);
});

it('the codes that oathtool makes are six digits, so that what is looked for could be found', () => {
  expect(totp('GEZDGNBVGY3TQOJQ')).toMatch(/^\d{6}$/);
});
