import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, password } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';

let gatehouse: RunningGatehouse;
let api: Api;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
});
afterAll(() => gatehouse?.stop());

const signInAs = (username: string, secret = password) =>
  api.call('POST', '/auth/login', { body: { username, password: secret } });

describe('signing in with a username', { timeout: 240_000 }, () => {
  it('opens the account that chose it, however it is spelled, and no other', async () => {
    const { access } = await api.newPerson('named@example.com');
    await api.newPerson('other@example.com');
    const body = { username: 'Ada.Byron' };
    expect((await api.call('PATCH', '/auth/profile', { token: access, body })).status).toBe(200);
    for (const username of ['Ada.Byron', 'ada.byron', ' ADA.BYRON ']) {
      const answer = await signInAs(username);
      expect(answer.status).toBe(200);
      expect(answer.body.user).toMatchObject({ email: 'named@example.com', username: 'Ada.Byron' });
    }
    expect((await signInAs('ada.byron', 'not the password')).body.code).toBe('invalid_credentials');
    expect((await signInAs('nobody.here')).body.code).toBe('invalid_credentials');
    // A name is one or the other, so nobody takes the address of somebody else for a username.
    expect((await signInAs('named@example.com')).status).toBe(401);
    const both = { email: 'named@example.com', username: 'ada.byron', password };
    expect((await api.call('POST', '/auth/login', { body: both })).status).toBe(422);
    expect((await api.call('POST', '/auth/login', { body: { password } })).status).toBe(422);
  });
});

it('signing out all other sessions ends them at their next request, and keeps this one', async () => {
  const { access, refresh } = await api.newPerson('elsewhere@example.com');
  const others = [
    await api.tokensOf('elsewhere@example.com'),
    await api.tokensOf('elsewhere@example.com'),
  ];
  const end = () => api.call('DELETE', '/auth/sessions', { token: access });
  expect((await end()).status).toBe(204);
  for (const other of others) {
    expect((await api.validate(other.access)).status).toBe(401);
    expect((await api.refresh(other.refresh)).status).toBe(401);
  }
  expect((await api.validate(access)).status).toBe(200);
  // With none left it is no error, and this one still goes on.
  expect((await end()).status).toBe(204);
  expect((await api.refresh(refresh)).status).toBe(200);
  const text = `SELECT event #> '{data}' AS data FROM identity.outbox
    WHERE type = 'session.ended' AND event #>> '{data,reason}' = 'signed_out_elsewhere'`;
  const told = await query(gatehouse.databaseUrl, text);
  expect(told.map(({ data }) => data)).toMatchObject([{ count: 2, sessionId: null }]);
});

describe('new backup codes', { timeout: 240_000 }, () => {
  it('are ten others, and the old ones are dead', async () => {
    const first = await api.newPerson('codes@example.com');
    const { access, backupCodes: old } = await api.turnOnTotp(first.access);
    const path = '/auth/2fa/backup-codes/regenerate';
    const { status, body } = await api.call('POST', path, { token: access });
    expect(status).toBe(200);
    const fresh = body.backupCodes as string[];
    expect(new Set(fresh).size).toBe(10);
    expect(fresh.filter((code) => old.includes(code))).toEqual([]);
    const verify = async (code = '') => {
      const tempToken = await api.challengeOf('codes@example.com');
      const proof = { tempToken, method: 'backup_code', code };
      return (await api.call('POST', '/auth/2fa/verify', { body: proof })).status;
    };
    expect(await verify(old[0])).toBe(401);
    expect(await verify(old[9])).toBe(401);
    expect(await verify(fresh[0])).toBe(200);
    expect(await verify(fresh[0])).toBe(401);
    expect(await verify(fresh[9])).toBe(200);
  });

  it('are none without a second factor', async () => {
    const { access } = await api.newPerson('plain@example.com');
    const path = '/auth/2fa/backup-codes/regenerate';
    const { status, body } = await api.call('POST', path, { token: access });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body.code).toBe('two_factor_not_enabled');
  });
});

describe('a session', { timeout: 240_000 }, () => {
  it('ends when the refresh token before comes back after the grace', async () => {
    const { access, refresh } = await api.newPerson('grace@example.com');
    const child = String((await api.refresh(refresh)).body.refreshToken);
    // Within the grace it is an answer that was lost.
    expect((await api.refresh(refresh)).body.refreshToken).toBe(child);
    expect((await api.validate(access)).status).toBe(200);
    await query(
      gatehouse.databaseUrl,
      `UPDATE identity.refresh_tokens SET used_at = used_at - interval '1 minute'
       WHERE used_at IS NOT NULL`,
    );
    expect((await api.refresh(refresh)).body.code).toBe('invalid_refresh_token');
    expect((await api.refresh(child)).status).toBe(401);
    expect((await api.validate(access)).status).toBe(401);
    const [session] = await query(
      gatehouse.databaseUrl,
      `SELECT end_reason FROM identity.sessions s JOIN identity.users u ON u.id = s.user_id
       WHERE u.email = 'grace@example.com'`,
    );
    expect(session?.end_reason).toBe('refresh_token_reused');
  });

  it('lasts its days, and no longer, however often it was used', async () => {
    const { refresh } = await api.newPerson('days@example.com');
    const { body } = await api.refresh(refresh);
    const access = String(body.accessToken);
    const about = `FROM identity.users u WHERE u.id = s.user_id AND u.email = 'days@example.com'`;
    const [planned] = await query(
      gatehouse.databaseUrl,
      `SELECT extract(epoch FROM s.expires_at - s.created_at) AS seconds
       FROM identity.sessions s, identity.users u
       WHERE u.id = s.user_id AND u.email = 'days@example.com'`,
    );
    expect(Number(planned?.seconds)).toBe(7 * 24 * 3600);
    expect((await api.validate(access)).status).toBe(200);
    // Seven days pass.
    await query(
      gatehouse.databaseUrl,
      `UPDATE identity.refresh_tokens t SET expires_at = t.expires_at - interval '7 days'
       FROM identity.users u WHERE u.id = t.user_id AND u.email = 'days@example.com'`,
    );
    await query(
      gatehouse.databaseUrl,
      `UPDATE identity.sessions s SET version = version + 1,
         created_at = s.created_at - interval '7 days', expires_at = s.expires_at - interval '7 days'
       ${about}`,
    );
    expect((await api.validate(access)).status).toBe(401);
    expect((await api.refresh(String(body.refreshToken))).body.code).toBe('invalid_refresh_token');
    expect((await api.signIn('days@example.com')).status).toBe(200);
  });
});
