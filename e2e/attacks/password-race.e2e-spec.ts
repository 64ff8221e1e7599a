import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, password, times, untilServed } from '../harness/api.js';
import { fullHashes, type RunningGatehouse, startGatehouse } from '../harness/gatehouse.js';

let gatehouse: RunningGatehouse;
let api: Api;

beforeAll(async () => {
  gatehouse = await startGatehouse(fullHashes);
  api = new Api(gatehouse.url);
});
afterAll(() => gatehouse?.stop());

const next = 'another long passphrase 8';

describe('attack 16: a sign-in under way when the password changes', () => {
  it('leaves no session of the old password behind', { timeout: 240_000 }, async () => {
    let alive = 0;
    for (let round = 0; round < 12; round += 1) {
      const email = `racer${round}@example.com`;
      await api.register(email);
      await api.call('POST', '/auth/password/forgot', { body: { email } });
      const body = { token: await api.linkFor(email), newPassword: next };
      const [reset, ...signIns] = await Promise.all([
        untilServed(() => api.call('POST', '/auth/password/reset', { body })),
        ...Array.from({ length: 6 }, () => api.signIn(email)),
      ]);
      expect(reset.status).toBe(204);
      for (const { status, body: answer } of signIns) {
        if (status !== 200) continue;
        const { status: stands } = await api.validate(String(answer.accessToken));
        if (stands === 200) alive += 1;
      }
    }
    expect(alive).toBe(0);
  });

  it('leaves no challenge of the old password behind', async () => {
    const email = 'waiting@example.com';
    const { access } = await api.newPerson(email);
    const { backupCodes } = await api.turnOnTotp(access);
    const { body: waiting } = await api.signIn(email);
    await api.call('POST', '/auth/password/forgot', { body: { email } });
    const body = { token: await api.linkFor(email), newPassword: next };
    expect((await api.call('POST', '/auth/password/reset', { body })).status).toBe(204);
    const answers = await times(2, (index) =>
      api.call('POST', '/auth/2fa/verify', {
        body: {
          tempToken: waiting.tempToken,
          method: 'backup_code',
          code: backupCodes[index],
        },
      }),
    );
    expect(answers.map(({ body: { code } }) => code)).toEqual(
      Array.from({ length: 2 }, () => 'challenge_expired'),
    );
    expect(password).not.toBe(next);
  });
});
