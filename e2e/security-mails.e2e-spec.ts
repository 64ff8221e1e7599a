import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, password, statuses, times, totp } from './harness/api.js';
import { query } from './harness/query.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';

let gatehouse: RunningGatehouse;
let api: Api;
let owner: string;

const ownerEmail = 'owner@example.com';

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  owner = (await api.setUp(gatehouse.setupUrl, ownerEmail)).access;
});
afterAll(() => gatehouse?.stop());

const newDevice = 'New sign-in to your account';
const other = 'another long passphrase 8';

/** Signs in as another program does, or as a browser with these cookies. */
const signInWith = (email: string, userAgent: string, cookie?: string) =>
  api.call('POST', '/auth/login', {
    body: { email, password, delivery: cookie === undefined ? 'body' : 'cookie' },
    headers: { 'user-agent': userAgent, ...(cookie ? { cookie } : {}) },
  });
const report = (token: string) => api.call('POST', '/auth/not-me', { body: { token } });
const subjectsFor = async (email: string) =>
  (await api.mailsFor(email)).map(({ subject }) => subject);
const alarms = async (email: string) =>
  (await subjectsFor(email)).filter((subject) => subject === newDevice).length;
const deviceCookieOf = (headers: Headers) =>
  headers.getSetCookie().find((cookie) => cookie.startsWith('gh_device=')) ?? '';
/** Somebody whose account has seen one device; the alarm of a second one proves that. */
const newPerson = async (email: string) => {
  const tokens = await api.newPerson(email);
  await signInWith(email, 'curl/8.0');
  return { ...tokens, alarm: await api.linkIn(email, newDevice) };
};

describe('a sign-in from a device that the account does not know', () => {
  it('is told by mail with device, address and time; the first one of an account is not', async () => {
    const email = 'devices@example.com';
    await api.newPerson(email);
    await api.tokensOf(email);
    const agent =
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36';
    await signInWith(email, agent);
    await api.linkIn(email, newDevice);
    const [mail] = (await api.mailsFor(email)).filter(({ subject }) => subject === newDevice);
    expect(mail?.text).toMatch(/Chrome 140 on Linux/);
    expect(mail?.text).toMatch(/127\.0\.0\.1/);
    expect(mail?.text).toMatch(/\d{1,2} \w+ 20\d\d at \d\d:\d\d UTC/);
    await signInWith(email, agent);
    await signInWith(email, 'wget/1.0');
    await expect.poll(() => alarms(email)).toBe(2);
  });

  it('is no news in a browser that has signed in before, whatever it calls itself', async () => {
    const email = 'browser@example.com';
    await newPerson(email);
    const first = await signInWith(email, 'Browser/1', 'theme=dark');
    await expect.poll(() => alarms(email)).toBe(2);
    const cookie = deviceCookieOf(first.headers);
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    const again = await signInWith(email, 'Browser/2', cookie.split(';')[0]);
    expect(again.status).toBe(200);
    expect(deviceCookieOf(again.headers)).toBe('');
    await signInWith(email, 'Browser/2', 'gh_device=made-up');
    await expect.poll(() => alarms(email)).toBe(3);
  });

  it('in one account says nothing of another: devices are known to each account by itself', async () => {
    await newPerson('first@example.com');
    await api.newPerson('second@example.com');
    await signInWith('second@example.com', 'curl/8.0');
    await api.linkIn('second@example.com', newDevice);
  });
});

describe('"This wasn\'t me"', () => {
  it('ends every session and refresh token, takes the password away and mails a reset link', async () => {
    const email = 'robbed@example.com';
    const { access, refresh, alarm } = await newPerson(email);
    expect((await report(alarm)).status).toBe(204);
    expect((await api.validate(access)).status).toBe(401);
    expect((await api.refresh(refresh)).status).toBe(401);
    expect((await api.signIn(email)).status).toBe(401);
    const body = { token: await api.linkFor(email), newPassword: other };
    expect((await api.call('POST', '/auth/password/reset', { body })).status).toBe(204);
    expect((await api.signIn(email, other)).status).toBe(200);
  });

  it('attack 1: of many reports with one link exactly one is taken', async () => {
    const { alarm } = await newPerson('raced@example.com');
    const answers = await times(50, () => report(alarm));
    expect(statuses(answers).filter((status) => status === 204)).toHaveLength(1);
    expect(statuses(answers).filter((status) => status === 400)).toHaveLength(49);
    const subjects = await subjectsFor('raced@example.com');
    expect(subjects.filter((subject) => subject.includes('to get back in'))).toHaveLength(1);
  });

  it('is not said by opening the link', async () => {
    const { access, alarm } = await newPerson('scanner@example.com');
    await fetch(`${gatehouse.url}/not-me?token=${alarm}`);
    expect((await api.call('GET', `/auth/not-me?token=${alarm}`)).status).toBe(405);
    expect((await api.validate(access)).status).toBe(200);
    expect((await report(alarm)).status).toBe(204);
  });

  it('voids the other links: reports and resets from before', async () => {
    const email = 'links@example.com';
    const { alarm } = await newPerson(email);
    await signInWith(email, 'wget/1.0');
    await expect.poll(() => alarms(email)).toBe(2);
    await api.call('POST', '/auth/password/forgot', { body: { email } });
    const reset = await api.linkFor(email);
    const newer = await api.linkIn(email, newDevice);
    expect(newer).not.toBe(alarm);
    expect((await report(newer)).status).toBe(204);
    expect((await report(alarm)).status).toBe(400);
    const body = { token: reset, newPassword: other };
    expect((await api.call('POST', '/auth/password/reset', { body })).status).toBe(400);
  });

  it('takes back the file of all that is known of somebody, which a stranger may have asked for', async () => {
    const email = 'exported@example.com';
    const { access, alarm } = await newPerson(email);
    const asked = await api.call('POST', '/auth/account/export', { token: access });
    expect(asked.status).toBe(202);
    const told = 'Everything we know about you';
    const link = await api.linkIn(email, told);
    expect(await api.reportLinkIn(email, told)).not.toBe('');
    const download = async () =>
      (await fetch(`${gatehouse.url}/api/v1/auth/account/export?token=${link}`)).status;
    expect(await download()).toBe(200);
    expect((await report(alarm)).status).toBe(204);
    expect(await download()).toBe(400);
  });

  it('takes back the wish to be erased, and stands in the mail that tells of it', async () => {
    const email = 'erased@example.com';
    const { access } = await newPerson(email);
    expect((await api.call('POST', '/auth/account/erase', { token: access })).status).toBe(202);
    const erasure = 'Your account will be erased';
    const keep = await api.linkIn(email, erasure);
    const notMe = await api.reportLinkIn(email, erasure);
    expect((await report(notMe)).status).toBe(204);
    const body = { token: keep };
    expect((await api.call('POST', '/auth/account/erase/cancel', { body })).status).toBe(400);
    expect(
      await query(
        gatehouse.databaseUrl,
        `SELECT cancelled_at IS NOT NULL AS cancelled FROM identity.erasures
          WHERE user_id = (SELECT id FROM identity.users WHERE email = $1)`,
        [email],
      ),
    ).toEqual([{ cancelled: true }]);
  });

  it('makes the device of the stranger strange again', async () => {
    const email = 'revisited@example.com';
    const { alarm } = await newPerson(email);
    expect((await report(alarm)).status).toBe(204);
    const body = { token: await api.linkFor(email), newPassword: other };
    expect((await api.call('POST', '/auth/password/reset', { body })).status).toBe(204);
    await api.call('POST', '/auth/login', {
      body: { email, password: other },
      headers: { 'user-agent': 'curl/8.0' },
    });
    await expect.poll(() => alarms(email)).toBe(2);
  });

  it('attack 15: ends a sign-in that waits for its second factor, and skips no factor afterwards', async () => {
    const email = 'factor@example.com';
    const { access, alarm } = await newPerson(email);
    const { secret, backupCodes } = await api.turnOnTotp(access);
    const { body: waiting } = await api.signIn(email);
    expect((await report(alarm)).status).toBe(204);
    const { tempToken } = waiting;
    const late = { tempToken, method: 'backup_code', code: backupCodes[0] };
    expect((await api.call('POST', '/auth/2fa/verify', { body: late })).status).toBe(401);
    const body = { token: await api.linkFor(email), newPassword: other };
    await api.call('POST', '/auth/password/reset', { body });
    const answer = await api.signIn(email, other);
    expect(answer.body.requires2FA).toBe(true);
    expect(totp(secret)).toMatch(/^\d{6}$/);
  });

  it('made-up and foreign tokens open nothing', async () => {
    const email = 'other-link@example.com';
    const { alarm } = await newPerson(email);
    await api.call('POST', '/auth/password/forgot', { body: { email } });
    expect((await report(await api.linkFor(email))).status).toBe(400);
    const body = { token: alarm, newPassword: other };
    expect((await api.call('POST', '/auth/password/reset', { body })).status).toBe(400);
    expect((await report('x'.repeat(43))).status).toBe(400);
  });
});

it('a changed password and a changed second factor are told by mail, each with its own link', async () => {
  const email = 'changes@example.com';
  const { access } = await newPerson(email);
  const { access: after, backupCodes } = await api.turnOnTotp(access);
  await api.linkIn(email, 'A second factor was turned on');
  const off = { password, code: backupCodes[0] };
  const path = '/auth/2fa/totp/disable';
  expect((await api.call('POST', path, { token: after, body: off })).status).toBe(204);
  const factorOff = await api.linkIn(email, 'A second factor was turned off');
  const change = { currentPassword: password, newPassword: other };
  await api.call('POST', '/auth/password/change', { token: after, body: change });
  const changed = await api.linkIn(email, 'Your password was changed');
  expect(changed).not.toBe(factorOff);
  expect((await report(changed)).status).toBe(204);
  expect((await api.validate(after)).status).toBe(401);
});

it('another username is told by mail, and one that stays is not', async () => {
  const email = 'named@example.com';
  const { access: token } = await newPerson(email);
  const told = 'Your username was changed';
  const name = (body: object) => api.call('PATCH', '/auth/profile', { token, body });
  expect((await name({ username: 'named' })).status).toBe(200);
  await api.linkIn(email, told);
  await name({ username: 'named', firstName: 'Grace' });
  await name({ username: null });
  await expect
    .poll(async () => (await subjectsFor(email)).filter((one) => one === told))
    .toHaveLength(2);
  expect((await report(await api.reportLinkIn(email, told))).status).toBe(204);
});

it('backup codes and trusted devices are told by mail, each with its own link', async () => {
  const email = 'told@example.com';
  const { access } = await newPerson(email);
  const { access: after, backupCodes } = await api.turnOnTotp(access);
  const { body: waiting } = await api.signIn(email);
  const confirmed = await api.call('POST', '/auth/2fa/verify', {
    body: {
      tempToken: waiting.tempToken,
      method: 'backup_code',
      code: backupCodes[0],
      trustDevice: true,
    },
  });
  const token = String(confirmed.body.accessToken);
  await api.call('POST', '/auth/2fa/backup-codes/regenerate', { token: after });
  const links = [
    await api.linkIn(email, 'A backup code was used'),
    await api.linkIn(email, 'A device skips your second factor'),
    await api.linkIn(email, 'Your backup codes were replaced'),
  ];
  expect(new Set(links).size).toBe(3);
  expect((await report(links[0] ?? '')).status).toBe(204);
  expect((await api.validate(token)).status).toBe(401);
});

it('API keys that a stranger made or rotated end with the report, and older ones wait for the new password', async () => {
  const { access } = await api.turnOnTotp(owner);
  const newKey = async () => {
    const body = { name: 'A key', scopes: ['user:read'] };
    return (await api.call('POST', '/api-keys', { token: access, body })).body;
  };
  const use = ({ secret }: Record<string, unknown>) =>
    api.call('GET', '/users', { headers: { 'x-api-key': String(secret) } });
  const [older, newer, known] = [await newKey(), await newKey(), await newKey()];
  const age = `UPDATE identity.api_keys SET created_at = now() - interval '2 hours' WHERE id = $1`;
  for (const { id } of [older, known]) await query(gatehouse.databaseUrl, age, [id]);
  const rotate = `/api-keys/${String(known.id)}/rotate`;
  const rotated = (await api.call('POST', rotate, { token: access, body: {} })).body;
  expect((await use(rotated)).status).toBe(200);
  const alarm = await api.linkIn(ownerEmail, 'An API key was made');
  expect((await report(alarm)).status).toBe(204);
  const all = [older, newer, known, rotated];
  expect(statuses(await Promise.all(all.map(use)))).toEqual([401, 401, 401, 401]);
  const body = { token: await api.linkFor(ownerEmail), newPassword: other };
  expect((await api.call('POST', '/auth/password/reset', { body })).status).toBe(204);
  expect(statuses(await Promise.all(all.map(use)))).toEqual([200, 401, 401, 401]);
});
