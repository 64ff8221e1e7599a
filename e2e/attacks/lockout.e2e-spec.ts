import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, times, totp } from '../harness/api.js';
import { type RunningGatehouse, startGatehouse } from '../harness/gatehouse.js';

let gatehouse: RunningGatehouse;
let api: Api;
let owner: string;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'owner@example.com');
  owner = (await api.turnOnTotp(access)).access;
});
afterAll(() => gatehouse?.stop());

const wrong = 'not the password at all';
const failFiveTimes = (email: string) => times(5, () => api.signIn(email, wrong));
const verify = (tempToken: unknown, method: string, code: string | undefined) =>
  api.call('POST', '/auth/2fa/verify', { body: { tempToken, method, code } });

describe('attack 10: the lock holds on every way in', () => {
  it('the right password does not open a delayed account', async () => {
    await api.register('delayed@example.com');
    await failFiveTimes('delayed@example.com');
    const answer = await api.signIn('delayed@example.com');
    expect(answer.status).toBe(429);
    expect(answer.body.code).toBe('sign_in_delayed');
  });

  it('wrong codes delay the next challenge too, and the right code does not open it', async () => {
    const { access } = await api.newPerson('codes@example.com');
    const { backupCodes } = await api.turnOnTotp(access);
    const { body: first } = await api.signIn('codes@example.com');
    await times(5, () => verify(first.tempToken, 'totp', '000000'));
    const { body: second } = await api.signIn('codes@example.com');
    const answer = await verify(second.tempToken, 'backup_code', backupCodes[0]);
    expect(answer.status).toBe(429);
  });

  it('an account deactivated after the password does not pass the code', async () => {
    const person = await api.add(owner, 'between@example.com', 'EMPLOYEE');
    const { backupCodes, refresh } = await api.turnOnTotp(person.access);
    const { body: challenge } = await api.signIn('between@example.com');
    const path = `/users/${person.id}/deactivate`;
    expect((await api.call('POST', path, { token: owner })).status).toBe(200);
    expect((await verify(challenge.tempToken, 'backup_code', backupCodes[0])).status).toBe(401);
    expect((await api.refresh(refresh)).status).toBe(401);
    expect((await api.signIn('between@example.com')).status).toBe(401);
  });

  it('a reset link from before does not open a deactivated account', async () => {
    const person = await api.add(owner, 'link@example.com', 'EMPLOYEE');
    await api.call('POST', '/auth/password/forgot', { body: { email: 'link@example.com' } });
    const token = await api.linkFor('link@example.com');
    await api.call('POST', `/users/${person.id}/deactivate`, { token: owner });
    const newPassword = 'another long passphrase 8';
    await api.call('POST', '/auth/password/reset', { body: { token, newPassword } });
    expect((await api.signIn('link@example.com', newPassword)).status).toBe(401);
  });
});

describe('attack 9: failures are counted apart', () => {
  it('wrong passwords from one place do not use up the codes', async () => {
    const { access } = await api.newPerson('apart@example.com');
    const { backupCodes } = await api.turnOnTotp(access);
    const { body: challenge } = await api.signIn('apart@example.com');
    await failFiveTimes('apart@example.com');
    expect((await verify(challenge.tempToken, 'backup_code', backupCodes[0])).status).toBe(200);
  });

  it('a code works once (RFC 6238 section 5.2)', async () => {
    const { access } = await api.newPerson('once@example.com');
    const { secret } = await api.turnOnTotp(access);
    const { body: challenge } = await api.signIn('once@example.com');
    // The code of this step turned the factor on.
    expect((await verify(challenge.tempToken, 'totp', totp(secret))).status).toBe(401);
  });
});
