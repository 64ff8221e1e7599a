import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, password, statuses, times, type Tokens, totp } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';

let gatehouse: RunningGatehouse;
let api: Api;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
});
afterAll(() => gatehouse?.stop());

const post = (path: string, body?: unknown, token?: string) =>
  api.call('POST', path, { ...(body ? { body } : {}), ...(token ? { token } : {}) });
const tokensIn = ({ accessToken, refreshToken }: Record<string, unknown>): Tokens => ({
  access: String(accessToken),
  refresh: String(refreshToken),
});

/** Somebody who is sent codes by mail. */
async function owner(email: string) {
  const { access } = await api.newPerson(email);
  expect((await post('/auth/2fa/email/setup', undefined, access)).status).toBe(200);
  const code = await api.codeFor(email);
  const { status, body } = await post('/auth/2fa/email/enable', { code }, access);
  expect(status).toBe(200);
  return { email, backupCodes: body.backupCodes as string[], before: access, ...tokensIn(body) };
}

/** A sign-in that waits for its second factor. */
async function challengeOf(email: string, secret = password) {
  const { body } = await api.signIn(email, secret);
  return { tempToken: String(body.tempToken), methods: body.methods };
}
const send = (tempToken: string, method = 'email_code') =>
  post('/auth/2fa/send', { tempToken, method });
const verify = (tempToken: string, code: string, method = 'email_code') =>
  post('/auth/2fa/verify', { tempToken, method, code });
const wrongFor = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('codes by mail', () => {
  it('are turned on with a code, which ends the session before and brings backup codes', async () => {
    const { access, before, backupCodes } = await owner('on@example.com');
    expect(backupCodes).toHaveLength(10);
    expect((await api.validate(before)).status).toBe(401);
    const { body } = await api.call('GET', '/auth/2fa', { token: access });
    expect(body).toMatchObject({
      enabled: true,
      methods: ['email_code', 'backup_code'],
      emailCode: { available: true, enabled: true },
    });
  });

  it('finish a sign-in; the address is told masked, and the code never in an answer', async () => {
    const { email } = await owner('finish@example.com');
    const { tempToken, methods } = await challengeOf(email);
    expect(methods).toEqual(['email_code', 'backup_code']);
    const sent = await send(tempToken);
    expect(sent.body).toEqual({
      method: 'email_code',
      passkey: null,
      sent: { to: 'f•••@example.com', expiresIn: 300, resendIn: 60 },
    });
    const [mail] = await api.mailsFor(email);
    expect(mail?.links).toEqual([expect.stringContaining('/not-me?')]);
    expect((await verify(tempToken, await api.codeFor(email))).status).toBe(200);
  });

  it('are sent once a minute for a challenge', async () => {
    const { email } = await owner('minute@example.com');
    const { tempToken } = await challengeOf(email);
    const answers = await times(10, () => send(tempToken));
    expect(statuses(answers).filter((status) => status === 200)).toHaveLength(1);
    const refused = answers.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(50);
  });

  it('are sent ten times an hour to one person, whatever for', async () => {
    const { email } = await owner('flood@example.com');
    const answers = [];
    for (let index = 0; index < 12; index += 1)
      answers.push(await send((await challengeOf(email)).tempToken));
    // One of the ten turned the factor on.
    expect(statuses(answers).filter((status) => status === 200)).toHaveLength(9);
  });

  it('attack 1: one code opens one session', async () => {
    const { email } = await owner('once@example.com');
    const { tempToken } = await challengeOf(email);
    await send(tempToken);
    const code = await api.codeFor(email);
    const answers = await times(4, () => verify(tempToken, code));
    expect(statuses(answers).filter((status) => status === 200)).toHaveLength(1);
  });

  it('attack 5: no more wrong codes are checked than the cap, and then the right one is refused', async () => {
    const { email } = await owner('cap@example.com');
    const { tempToken } = await challengeOf(email);
    await send(tempToken);
    const code = await api.codeFor(email);
    const wrong = await times(100, () => verify(tempToken, wrongFor(code)));
    const checked = wrong.filter(({ body }) => body.code === 'invalid_code');
    expect(checked.length).toBeLessThanOrEqual(5);
    expect((await verify(tempToken, code)).status).not.toBe(200);
  });

  it('attack 5: the set-up counts wrong codes too', async () => {
    const email = 'setup-cap@example.com';
    const { access } = await api.newPerson(email);
    await post('/auth/2fa/email/setup', undefined, access);
    const code = await api.codeFor(email);
    const enable = (sent: string) => post('/auth/2fa/email/enable', { code: sent }, access);
    await times(5, () => enable(wrongFor(code)));
    expect((await enable(code)).body.code).toBe('invalid_code');
  });

  it('belong to their challenge', async () => {
    const { email } = await owner('bound@example.com');
    const first = await challengeOf(email);
    await send(first.tempToken);
    const code = await api.codeFor(email);
    const second = await challengeOf(email);
    expect((await verify(second.tempToken, code)).body.code).toBe('invalid_code');
    expect((await verify(first.tempToken, code)).status).toBe(200);
  });

  it('are turned off, and two-factor sign-in with them', async () => {
    const { email, access } = await owner('off@example.com');
    expect((await api.call('DELETE', '/auth/2fa/email', { token: access })).status).toBe(204);
    expect((await api.signIn(email)).body.requires2FA).toBeUndefined();
    const again = await api.call('DELETE', '/auth/2fa/email', { token: access });
    expect(again.body.code).toBe('two_factor_not_enabled');
  });
});

describe('several methods', () => {
  it('the preferred one comes first, and only what is turned on is offered', async () => {
    const { email, access } = await owner('several@example.com');
    const { access: token, secret } = await api.turnOnTotp(access);
    expect((await challengeOf(email)).methods).toEqual(['totp', 'email_code', 'backup_code']);
    const prefer = (method: string | null) =>
      api.call('PUT', '/auth/2fa/preferred', { token, body: { method } });
    expect((await prefer('email_code')).status).toBe(204);
    expect((await challengeOf(email)).methods).toEqual(['email_code', 'totp', 'backup_code']);
    expect((await prefer('passkey')).status).toBe(409);
    expect((await prefer(null)).status).toBe(204);
    expect(totp(secret)).toMatch(/^\d{6}$/);
  });

  it('nobody falls back to mail who did not turn it on', async () => {
    const { access } = await api.newPerson('strict@example.com');
    await api.turnOnTotp(access);
    const { tempToken, methods } = await challengeOf('strict@example.com');
    expect(methods).toEqual(['totp', 'backup_code']);
    expect((await send(tempToken)).status).toBe(409);
    expect((await verify(tempToken, '123456')).status).toBe(401);
  });
});

describe('attack 15: recovery never skips the second factor', () => {
  it('after a reset by mail a code by mail is no second factor, until another one was proved', async () => {
    const { email, backupCodes } = await owner('mailbox@example.com');
    await post('/auth/password/forgot', { email });
    const newPassword = 'another long passphrase 8';
    await post('/auth/password/reset', { token: await api.linkFor(email), newPassword });
    const first = await challengeOf(email, newPassword);
    expect(first.methods).toEqual(['backup_code']);
    expect((await send(first.tempToken)).status).toBe(409);
    expect((await verify(first.tempToken, backupCodes[0] ?? '', 'backup_code')).status).toBe(200);
    const second = await challengeOf(email, newPassword);
    expect(second.methods).toEqual(['email_code', 'backup_code']);
  });
});

describe('switched off', () => {
  it('codes by mail are neither offered nor accepted', async () => {
    const strict = await startGatehouse({ GATEHOUSE_EMAIL_CODES: 'false' });
    try {
      const other = new Api(strict.url);
      const { access } = await other.newPerson('none@example.com');
      const setup = await other.call('POST', '/auth/2fa/email/setup', { token: access });
      expect(setup.status).toBe(409);
    } finally {
      await strict.stop();
    }
  });
});
