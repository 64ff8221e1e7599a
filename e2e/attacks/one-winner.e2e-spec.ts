import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, password, statuses, times, totp } from '../harness/api.js';
import { type RunningGatehouse, startGatehouse } from '../harness/gatehouse.js';
import { query } from '../harness/query.js';

let gatehouse: RunningGatehouse;
let api: Api;
beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
});
afterAll(() => gatehouse?.stop());

describe('one winner', { timeout: 240_000 }, () => {
  it('attack 1: of many set-ups with one link exactly one makes an owner', async () => {
    const token = new URL(gatehouse.setupUrl).searchParams.get('token');
    const answers = await times(20, (index) =>
      api.call('POST', '/setup', {
        body: {
          token,
          organization: `Organization ${index}`,
          email: `owner${index}@example.com`,
          password,
          firstName: 'A',
          lastName: 'B',
        },
      }),
    );
    expect(statuses(answers).filter((status) => status === 201)).toHaveLength(1);
    const owners = await times(20, (index) => api.signIn(`owner${index}@example.com`));
    expect(statuses(owners).filter((status) => status === 200)).toHaveLength(1);
  });

  it('attack 1: of many redemptions of one confirmation link exactly one succeeds', async () => {
    const email = 'one-winner@example.com';
    await api.call('POST', '/auth/register', {
      body: { email, password, firstName: 'A', lastName: 'B' },
    });
    const token = await api.linkFor(email);
    const answers = await times(50, () =>
      api.call('POST', '/auth/verify-email', { body: { token } }),
    );
    expect(statuses(answers).filter((status) => status === 204)).toHaveLength(1);
    expect(statuses(answers).filter((status) => status === 400)).toHaveLength(49);
  });

  it('attack 1: of many sign-ins with one right code exactly one succeeds', async () => {
    const { access } = await api.newPerson('totp@example.com');
    const { secret } = await api.turnOnTotp(access);
    // As if the code that turned it on were of long ago.
    await query(gatehouse.databaseUrl, 'UPDATE identity.totp_authenticators SET last_step = 0');
    const challenges: string[] = [];
    while (challenges.length < 8) challenges.push(await api.challengeOf('totp@example.com'));
    const code = totp(secret);
    const answers = await Promise.all(
      challenges.map((tempToken) =>
        api.call('POST', '/auth/2fa/verify', { body: { tempToken, method: 'totp', code } }),
      ),
    );
    expect(statuses(answers).filter((status) => status === 200)).toHaveLength(1);
    const others = statuses(answers).filter((status) => status !== 200);
    expect(others.every((status) => status === 401 || status === 429)).toBe(true);
  });

  it('attack 2: one token refreshed 50 times at once has one child', async () => {
    await api.register('refresh@example.com');
    const { refresh } = await api.tokensOf('refresh@example.com');
    const answers = await times(50, () =>
      api.call('POST', '/auth/refresh', { body: { refreshToken: refresh } }),
    );
    expect(new Set(statuses(answers))).toEqual(new Set([200]));
    expect(new Set(answers.map((answer) => answer.body.refreshToken)).size).toBe(1);
  });

  it('attacks 3 and 4: a lost answer can be asked for again, and reuse kills the family for good', async () => {
    await api.register('reuse@example.com');
    const { refresh, access } = await api.tokensOf('reuse@example.com');
    const exchange = async (refreshToken: string) =>
      api.call('POST', '/auth/refresh', { body: { refreshToken } });
    const child = String((await exchange(refresh)).body.refreshToken);
    expect((await exchange(refresh)).body.refreshToken).toBe(child);
    const grandchild = String((await exchange(child)).body.refreshToken);
    expect((await exchange(refresh)).status).toBe(401);
    expect((await exchange(grandchild)).status).toBe(401);
    expect((await api.call('GET', '/auth/validate', { token: access })).status).toBe(401);
  });

  it('attack 5: no more wrong codes are checked than the cap, and one code works once', async () => {
    await api.register('codes@example.com');
    const { access } = await api.tokensOf('codes@example.com');
    const { body: setup } = await api.call('POST', '/auth/2fa/totp/setup', { token: access });
    const secret = String(setup.secret);
    const enabled = await api.call('POST', '/auth/2fa/totp/enable', {
      token: access,
      body: { code: totp(secret) },
    });
    expect(enabled.body.backupCodes).toHaveLength(10);
    const { body: challenge } = await api.signIn('codes@example.com');
    const verify =
      (code: string, method = 'totp') =>
      () =>
        api.call('POST', '/auth/2fa/verify', {
          body: { tempToken: challenge.tempToken, method, code },
        });
    const wrong = await times(100, verify('000000'));
    const checked = wrong.filter((answer) => answer.body.code === 'invalid_code');
    // All that may be, or the race was none: the cap is of codes and not of luck.
    expect(checked).toHaveLength(5);
    expect(statuses(wrong)).not.toContain(200);
    expect(statuses(wrong).every((status) => status === 401 || status === 429)).toBe(true);
  });

  it('attack 11: a token from before the second factor is dead after it', async () => {
    await api.register('before@example.com');
    const { access, refresh } = await api.tokensOf('before@example.com');
    const { body: setup } = await api.call('POST', '/auth/2fa/totp/setup', { token: access });
    const code = totp(String(setup.secret));
    const enabled = await api.call('POST', '/auth/2fa/totp/enable', {
      token: access,
      body: { code },
    });
    expect((await api.call('GET', '/auth/validate', { token: access })).status).toBe(401);
    expect(
      (await api.call('POST', '/auth/refresh', { body: { refreshToken: refresh } })).status,
    ).toBe(401);
    const fresh = String(enabled.body.accessToken);
    expect((await api.call('GET', '/auth/validate', { token: fresh })).status).toBe(200);
  });
});
