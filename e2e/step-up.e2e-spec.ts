import { isAnyPermission } from '@gatehouse/contracts/permissions';
import type { RouteContract } from '@gatehouse/contracts/route';
import { allRoutes } from '@gatehouse/contracts/routes';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, password, statuses, times } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { SoftAuthenticator } from './harness/soft-authenticator.js';

let gatehouse: RunningGatehouse;
let api: Api;
/** Token of the owner, who is also staff. */
let owner: string;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'owner@example.com');
  owner = (await api.turnOnTotp(access)).access;
});
afterAll(() => gatehouse?.stop());

const post = (path: string, token: string, body?: unknown) =>
  api.call('POST', path, { token, ...(body === undefined ? {} : { body }) });

/** Makes a session's proof six minutes old. */
async function age(token: string): Promise<void> {
  const { body } = await api.validate(token);
  const client = new pg.Client({ connectionString: gatehouse.databaseUrl });
  await client.connect();
  await client.query(
    `UPDATE identity.sessions SET authenticated_at = now() - interval '6 minutes',
       version = version + 1 WHERE id = $1`,
    [body.sessionId],
  );
  await client.end();
}
const challengeIn = async (token: string) => (await post('/auth/step-up/challenge', token)).body;
const claimsOf = (token: unknown): Record<string, unknown> =>
  JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString());

async function person(email: string) {
  const { access, refresh } = await api.newPerson(email);
  await age(access);
  return { access, refresh };
}
async function protectedPerson(email: string) {
  const { access } = await api.newPerson(email);
  const { backupCodes, ...tokens } = await api.turnOnTotp(access);
  await age(tokens.access);
  return { ...tokens, backupCodes };
}

describe('a sensitive change', () => {
  const sensitive = allRoutes.filter((route) => route.recentProof);
  const asks = async (route: RouteContract, token: string) => {
    const path = route.path.replaceAll(/:\w+/g, '0198d0c4-5a50-7000-8000-000000000000');
    const answer = await api.call(route.method, path, {
      token,
      ...(route.body ? { body: {} } : {}),
    });
    return answer.body.code === 'reauthentication_required';
  };
  const mine = sensitive.filter((route) => !isAnyPermission(route.access));
  it.each(mine.map((route) => [route.name, route] as const))(
    '%s asks again when the proof is older than five minutes',
    async (name, route) => {
      const { access: token } = await person(`${name.toLowerCase()}@example.com`);
      expect(await asks(route, token)).toBe(true);
    },
  );

  it.each(['webhooks.update', 'detections.update', 'blocks.allow', 'templates.addVersion'])(
    '%s is one: a stolen session could lead events elsewhere, or blind the watch',
    (name) => expect(sensitive.map((route) => route.name)).toContain(name),
  );

  it('asks people again, and no program where a key may call', async () => {
    const { body } = await post('/api-keys', owner, { name: 'CI', scopes: ['role:manage'] });
    const role = { name: 'Clerk', rank: 'EMPLOYEE', permissions: ['role:manage'] };
    const headers = { 'x-api-key': String(body.secret) };
    const made = await api.call('POST', '/roles', { headers, body: role });
    expect(made.status).toBe(201);
    const asked = await api.call('PUT', '/organizations/current/policies', { headers, body: {} });
    expect(asked.body.code).toBe('forbidden');
  });

  it('asks before a large file is taken', async () => {
    await age(owner);
    const answer = await fetch(`${gatehouse.url}/users/import?mode=import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${owner}`, 'content-type': 'text/csv' },
      body: 'email,firstName,lastName,role\n'.repeat(300_000),
    });
    expect(await answer.json()).toMatchObject({ code: 'reauthentication_required' });
  });

  it('asks again whoever may do it in an organization, or as staff', async () => {
    await age(owner);
    const others = sensitive.filter((route) => isAnyPermission(route.access));
    const silent: string[] = [];
    for (const route of others) if (!(await asks(route, owner))) silent.push(route.name);
    expect(others.length).toBeGreaterThan(5);
    expect(silent).toEqual([]);
  });

  it('does not ask right after a sign-in', async () => {
    const { access } = await api.newPerson('fresh@example.com');
    expect((await post('/auth/2fa/totp/setup', access)).status).toBe(200);
  });
});

describe('step-up', () => {
  it('with the password, where no second factor is on; a handle from before is useless (attack 12)', async () => {
    const { access, refresh } = await person('plain@example.com');
    const { tempToken, methods } = await challengeIn(access);
    expect(methods).toEqual([]);
    const wrong = await post('/auth/step-up', access, { tempToken, password: 'not the password' });
    expect(wrong.body.code).toBe('invalid_credentials');
    const { status, body } = await post('/auth/step-up', access, { tempToken, password });
    expect(status).toBe(200);
    const token = String(body.accessToken);
    expect(claimsOf(token).sid).not.toBe(claimsOf(access).sid);
    expect((await api.validate(access)).status).toBe(401);
    expect((await api.refresh(refresh)).status).toBe(401);
    expect((await post('/auth/2fa/totp/setup', token)).status).toBe(200);
  });

  it('needs the second factor too where one is on, and it stays in the new token', async () => {
    const { access, backupCodes } = await protectedPerson('both@example.com');
    const { tempToken, methods } = await challengeIn(access);
    expect(methods).toEqual(['totp', 'backup_code']);
    const [code] = backupCodes;
    const send = (proof: object) => post('/auth/step-up', access, { tempToken, ...proof });
    expect((await send({ password })).status).toBe(422);
    expect((await send({ method: 'backup_code', code })).status).toBe(422);
    const wrong = await send({ password, method: 'totp', code: '000000' });
    expect(wrong.body.code).toBe('invalid_code');
    const { body } = await send({ password, method: 'backup_code', code });
    expect(claimsOf(body.accessToken)).toMatchObject({ aal: 'aal2', amr: ['pwd', 'backup'] });
  });

  it('with a passkey alone, where the authenticator verified the person (attack 18)', async () => {
    const { access } = await api.newPerson('passkey@example.com');
    const device = new SoftAuthenticator({ origin: gatehouse.url });
    const { body: creation } = await post('/auth/passkeys/options', access);
    const credential = device.create(creation as never);
    const added = await post('/auth/passkeys', access, { name: 'Laptop', credential });
    const token = String(added.body.accessToken);
    await age(token);
    const sign = async (authenticator: SoftAuthenticator) => {
      const { tempToken } = await challengeIn(token);
      const begun = await post('/auth/2fa/send', token, { tempToken, method: 'passkey' });
      const signed = authenticator.get(begun.body.passkey as never);
      return post('/auth/step-up', token, { tempToken, method: 'passkey', credential: signed });
    };
    const careless = new SoftAuthenticator({ origin: gatehouse.url, verifiesUser: false });
    careless.credentials.push(...device.credentials);
    expect((await sign(careless)).body.code).toBe('invalid_passkey');
    expect(claimsOf((await sign(device)).body.accessToken)).toMatchObject({ amr: ['hwk', 'user'] });
  });

  it('attack 1: of many proofs at once one begins a session', async () => {
    const { access } = await person('raced@example.com');
    const { tempToken } = await challengeIn(access);
    const answers = await times(6, () => post('/auth/step-up', access, { tempToken, password }));
    expect(statuses(answers).filter((status) => status === 200)).toHaveLength(1);
  });

  it('attack 11: its challenge is none of a sign-in, nor of another session', async () => {
    const { access, backupCodes } = await protectedPerson('own@example.com');
    const other = await protectedPerson('other@example.com');
    const { tempToken } = await challengeIn(access);
    const [code] = backupCodes;
    const proof = { tempToken, method: 'backup_code', code };
    expect((await api.call('POST', '/auth/2fa/verify', { body: proof })).status).toBe(401);
    const foreign = await post('/auth/step-up', other.access, { ...proof, password });
    expect(foreign.body.code).toBe('challenge_expired');
    const { body: signIn } = await api.signIn('own@example.com');
    const swapped = { ...proof, tempToken: signIn.tempToken, password };
    expect((await post('/auth/step-up', access, swapped)).body.code).toBe('challenge_expired');
    expect((await post('/auth/step-up', access, { ...proof, password })).status).toBe(200);
  });

  it('attack 9: wrong passwords are delayed as at sign-in', async () => {
    const { access } = await person('guess@example.com');
    const { tempToken } = await challengeIn(access);
    const guess = () => post('/auth/step-up', access, { tempToken, password: 'not the password' });
    await times(6, guess);
    expect((await guess()).body.code).toBe('sign_in_delayed');
  });
});
