import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, password, totp, type Tokens } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';

let gatehouse: RunningGatehouse;
let api: Api;
let boss: Tokens & { secret: string };
/** A manager with codes by mail and an authenticator app. */
let both: Tokens & { id: string; secret: string; backupCodes: string[] };

const any = { BOSS: null, MANAGER: null, EMPLOYEE: null };
const mail = 'email_code';

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'boss@example.com');
  boss = await api.turnOnTotp(access);
  const added = await api.add(boss.access, 'both@example.com', 'MANAGER');
  const app = await api.turnOnTotp(added.access);
  both = { ...added, ...app, ...(await turnOnMail(app.access, 'both@example.com')) };
});
afterAll(() => gatehouse?.stop());

const call = (method: string, path: string, token: string, body?: unknown) =>
  api.call(method, path, { token, ...(body === undefined ? {} : { body }) });
const accept = (acceptedFactors: object, others: object = {}, by: Tokens = boss) =>
  call('PUT', '/organizations/current/policies', by.access, {
    acceptedFactors: { ...any, ...acceptedFactors },
    ...others,
  });
const statusOf = async (token: string) => (await call('GET', '/auth/2fa', token)).body;
/** What a token may do beside turning a second factor on. */
const reach = async (token: string) => (await call('GET', '/api-keys', token)).body.code ?? 'all';

/** Few codes are sent in an hour, and no authenticator's code works twice. */
const forget = async () => {
  await query(gatehouse.databaseUrl, 'DELETE FROM identity.message_budgets');
  await query(gatehouse.databaseUrl, `UPDATE identity.totp_authenticators SET last_step = 0`);
};
async function turnOnMail(token: string, email: string): Promise<Tokens> {
  expect((await call('POST', '/auth/2fa/email/setup', token)).status).toBe(200);
  const code = await api.codeFor(email);
  const { status, body } = await call('POST', '/auth/2fa/email/enable', token, { code });
  expect(status).toBe(200);
  return { access: String(body.accessToken), refresh: String(body.refreshToken) };
}
const challengeOf = async (email: string) => {
  const { body } = await api.signIn(email);
  return { tempToken: String(body.tempToken), methods: body.methods as string[] };
};
const send = (tempToken: string, method: string) =>
  api.call('POST', '/auth/2fa/send', { body: { tempToken, method } });
const verify = (tempToken: string, method: string, code: string, more: object = {}) =>
  api.call('POST', '/auth/2fa/verify', { body: { tempToken, method, code, ...more } });
const signInByMail = async (email: string, more: object = {}) => {
  await forget();
  const { tempToken } = await challengeOf(email);
  expect((await send(tempToken, mail)).status).toBe(200);
  return (await verify(tempToken, mail, await api.codeFor(email), more)).body;
};

describe('second factors that an organization accepts', () => {
  it('are all of them until it says otherwise, and a passkey always', async () => {
    const { body } = await call('GET', '/organizations/current/policies', boss.access);
    expect(body.acceptedFactors).toEqual(any);
    expect((await challengeOf('both@example.com')).methods).toEqual(['totp', mail, 'backup_code']);
    const changed = await accept({ MANAGER: ['totp'] });
    expect(changed.body.acceptedFactors).toEqual({ ...any, MANAGER: ['passkey', 'totp'] });
    expect((await accept({ MANAGER: ['backup_code'] })).status).toBe(422);
  });

  it('are the only ones offered and taken at a sign-in, and backup codes with them', async () => {
    await accept({ MANAGER: ['totp'] });
    const { tempToken, methods } = await challengeOf('both@example.com');
    expect(methods).toEqual(['totp', 'backup_code']);
    expect((await send(tempToken, mail)).body.code).toBe('conflict');
    await forget();
    const signedIn = await verify(tempToken, 'totp', totp(both.secret));
    expect(signedIn.body.enrolmentRequired).toBe(false);
    expect(await reach(String(signedIn.body.accessToken))).toBe('all');
    const again = await challengeOf('both@example.com');
    const byCode = await verify(again.tempToken, 'backup_code', both.backupCodes[0] ?? '');
    expect(await reach(String(byCode.body.accessToken))).toBe('all');
  });

  it('attack: a code that was sent before the policy finishes nothing after it', async () => {
    await accept({});
    await forget();
    const { tempToken } = await challengeOf('both@example.com');
    await send(tempToken, mail);
    const code = await api.codeFor('both@example.com');
    await accept({ MANAGER: ['totp'] });
    expect((await verify(tempToken, mail, code)).body.code).toBe('invalid_code');
  });

  it('hold for others, whose role has another list or none', async () => {
    await accept({ BOSS: ['totp'] });
    expect((await challengeOf('both@example.com')).methods).toContain(mail);
  });
});

describe('the wall of enrolment', () => {
  it('stands before whoever has none that counts, until they turn one on', async () => {
    await accept({});
    const added = await api.add(boss.access, 'mail-only@example.com', 'MANAGER');
    const { access } = await turnOnMail(added.access, 'mail-only@example.com');
    expect(await reach(access)).toBe('all');
    const key = await call('POST', '/api-keys', access, { name: 'CI', scopes: ['user:read'] });
    const headers = { 'x-api-key': String(key.body.secret) };
    expect((await api.call('GET', '/users', { headers })).status).toBe(200);
    await accept({ MANAGER: ['totp'] });
    // From the next request on, on sessions that have begun, and for programs.
    expect(await reach(access)).toBe('enrolment_required');
    expect((await api.call('GET', '/users', { headers })).body.code).toBe('enrolment_required');
    const signedIn = await signInByMail('mail-only@example.com');
    expect(signedIn.enrolmentRequired).toBe(true);
    const token = String(signedIn.accessToken);
    expect(await reach(token)).toBe('enrolment_required');
    expect(await statusOf(token)).toMatchObject({ required: true, accepted: ['passkey', 'totp'] });
    const app = await api.turnOnTotp(token);
    expect(await reach(app.access)).toBe('all');
    // The one that counts is their last.
    const off = await call('POST', '/auth/2fa/totp/disable', app.access);
    expect(off.body.code).toBe('last_factor');
    await accept({});
    expect((await call('POST', '/auth/2fa/totp/disable', app.access)).status).toBe(204);
  });

  it('is passed by proving the factor that counts, where one is on', async () => {
    await accept({});
    const { accessToken } = await signInByMail('both@example.com');
    const token = String(accessToken);
    expect(await reach(token)).toBe('all');
    await accept({ MANAGER: ['totp'] });
    expect(await reach(token)).toBe('enrolment_required');
    const begun = await call('POST', '/auth/step-up/challenge', token);
    expect(begun.body.methods).toEqual(['totp', 'backup_code']);
    await forget();
    const proof = { password, method: 'totp', code: totp(both.secret) };
    const { body } = await call('POST', '/auth/step-up', token, {
      tempToken: begun.body.tempToken,
      ...proof,
    });
    expect(await reach(String(body.accessToken))).toBe('all');
  });

  it('attack: nobody turns on a factor that counts by one that does not, here or elsewhere', async () => {
    await accept({});
    const { accessToken } = await signInByMail('both@example.com');
    const token = String(accessToken);
    await accept({ MANAGER: ['totp'] });
    const setup = await call('POST', '/auth/2fa/totp/setup', token);
    expect(setup.body.code).toBe('reauthentication_required');
    // Another organization, which accepts anything, opens no way round.
    const founded = await call('POST', '/organizations', both.access, { name: 'Lax' });
    const lax = String(founded.body.id);
    await accept({});
    const weak = await signInByMail('both@example.com');
    await accept({ MANAGER: ['totp'] });
    const moved = await call('POST', `/organizations/${lax}/switch`, String(weak.accessToken), {});
    const there = String(moved.body.accessToken);
    expect(await reach(there)).toBe('all');
    for (const [method, path] of [
      ['POST', '/auth/2fa/totp/setup'],
      ['POST', '/auth/2fa/backup-codes/regenerate'],
      ['POST', '/auth/2fa/totp/disable'],
    ] as const)
      expect((await call(method, path, there)).body.code).toBe('reauthentication_required');
  });
});

describe('a trusted device', () => {
  const withDevice = (deviceToken: unknown) =>
    api.call('POST', '/auth/login', {
      body: { email: 'both@example.com', password, deviceToken },
    });

  it('skips the second step only where what was proved on it counts', async () => {
    await accept({});
    const { deviceToken } = await signInByMail('both@example.com', { trustDevice: true });
    expect((await withDevice(deviceToken)).body.accessToken).toBeDefined();
    await accept({ MANAGER: ['totp'] });
    expect((await withDevice(deviceToken)).body.requires2FA).toBe(true);
    await accept({ MANAGER: [mail] });
    expect((await withDevice(deviceToken)).body.accessToken).toBeDefined();
  });
});

describe('attack: everybody is locked out', () => {
  it('by second factors that whoever sets them has not', async () => {
    expect((await accept({ BOSS: [mail] })).body.code).toBe('accepted_factors_lock_out');
    expect((await accept({ BOSS: ['sms_code'] })).body.code).toBe('accepted_factors_lock_out');
    expect((await accept({ BOSS: ['totp'], MANAGER: [mail] })).status).toBe(200);
    expect(await reach(boss.access)).toBe('all');
    await accept({});
  });
});
