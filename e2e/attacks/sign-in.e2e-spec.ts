import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, password, statuses, times } from '../harness/api.js';
import { type RunningGatehouse, startGatehouse } from '../harness/gatehouse.js';

let gatehouse: RunningGatehouse;
let api: Api;
beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
});
afterAll(() => gatehouse.stop());

describe('sign-in', () => {
  it('attack 8: an unknown user, a wrong password and an unconfirmed address get the same answer', async () => {
    await api.register('known@example.com');
    const body = { email: 'unconfirmed@example.com', password, firstName: 'A', lastName: 'B' };
    await api.call('POST', '/auth/register', { body });
    const answers = [
      await api.signIn('nobody@example.com'),
      await api.signIn('known@example.com', 'not the password at all'),
      await api.signIn('unconfirmed@example.com'),
    ].map((answer) => ({
      status: answer.status,
      code: answer.body.code,
      detail: answer.body.detail,
    }));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, code: 'invalid_credentials' });
  });

  it('attack 9: parallel wrong passwords are delayed after five, and known and unknown names alike', async () => {
    const wrong = await times(20, () => api.signIn('stranger@example.com', 'wrong password 12345'));
    expect(wrong.filter((answer) => answer.status === 401)).toHaveLength(5);
    expect(wrong.filter((answer) => answer.status === 429)).toHaveLength(15);
    const next = await api.signIn('stranger@example.com');
    expect(next.body.code).toBe('sign_in_delayed');
    expect(Number(next.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('attack 13: spelling the address in another case is the same account', async () => {
    await api.register('Case@Example.com');
    expect((await api.signIn('case@EXAMPLE.com')).status).toBe(200);
  });

  it('attack 16: a password reset ends every session', async () => {
    await api.register('reset@example.com');
    const { access, refresh } = await api.tokensOf('reset@example.com');
    await api.call('POST', '/auth/password/forgot', { body: { email: 'reset@example.com' } });
    const token = await api.linkFor('reset@example.com');
    const body = { token, newPassword: 'another long passphrase 8' };
    const answers = await times(20, () => api.call('POST', '/auth/password/reset', { body }));
    expect(statuses(answers).filter((status) => status === 204)).toHaveLength(1);
    expect((await api.call('GET', '/auth/validate', { token: access })).status).toBe(401);
    expect(
      (await api.call('POST', '/auth/refresh', { body: { refreshToken: refresh } })).status,
    ).toBe(401);
  });
});
