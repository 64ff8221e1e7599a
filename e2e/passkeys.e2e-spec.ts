import type {
  PasskeyCreation,
  PasskeyRequest,
} from '@gatehouse/contracts/identity/passkey-ceremonies';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, statuses, times, type Tokens, totp } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { SoftAuthenticator, type Traits } from './harness/soft-authenticator.js';

let gatehouse: RunningGatehouse;
let api: Api;
let boss: Tokens;

beforeAll(async () => {
  // With few connections, whoever holds one and waits for another would wait for ever.
  gatehouse = await startGatehouse({ GATEHOUSE_DATABASE_POOL: '3' });
  api = new Api(gatehouse.url);
  boss = await api.setUp(gatehouse.setupUrl, 'boss@example.com');
});
afterAll(() => gatehouse?.stop());

const authenticator = (traits: Partial<Traits> = {}) =>
  new SoftAuthenticator({ origin: gatehouse.url, ...traits });

const creationFor = async (token: string): Promise<PasskeyCreation> => {
  const { status, body } = await api.call('POST', '/auth/passkeys/options', { token });
  expect(status).toBe(200);
  return body as unknown as PasskeyCreation;
};
const register = (token: string, credential: unknown, name = 'Laptop') =>
  api.call('POST', '/auth/passkeys', { token, body: { name, credential } });
const tokensIn = ({ accessToken, refreshToken }: Record<string, unknown>): Tokens => ({
  access: String(accessToken),
  refresh: String(refreshToken),
});

/** Somebody with a passkey. */
async function owner(email: string, traits: Partial<Traits> = {}) {
  const device = authenticator(traits);
  const { access } = await api.newPerson(email);
  const { status, body } = await register(access, device.create(await creationFor(access)));
  expect(status).toBe(201);
  const { id } = body.passkey as { id: string };
  return { email, device, id, backupCodes: body.backupCodes as string[], ...tokensIn(body) };
}

const requestFor = async (): Promise<PasskeyRequest> => {
  const { body } = await api.call('POST', '/auth/passkey/options');
  return body as unknown as PasskeyRequest;
};
const signIn = (credential: unknown) =>
  api.call('POST', '/auth/passkey/verify', { body: { credential } });

/** A sign-in that waits for its second factor, and what the passkey has to sign for it. */
async function challengeOf(email: string) {
  const { body } = await api.signIn(email);
  const tempToken = String(body.tempToken);
  const begun = await api.call('POST', '/auth/2fa/send', {
    body: { tempToken, method: 'passkey' },
  });
  return {
    tempToken,
    methods: body.methods,
    request: begun.body.passkey as PasskeyRequest,
  };
}
const verify = (tempToken: string, credential: unknown) =>
  api.call('POST', '/auth/2fa/verify', { body: { tempToken, method: 'passkey', credential } });
const claimsOf = (token: unknown): Record<string, unknown> =>
  JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString());

async function query(text: string) {
  const client = new pg.Client({ connectionString: gatehouse.databaseUrl });
  await client.connect();
  const result = await client.query(text);
  await client.end();
  return result;
}

describe('registering', () => {
  it('turns two-factor sign-in on, answers backup codes and ends the session before (attack 11)', async () => {
    const { access } = await api.newPerson('first@example.com');
    const answer = await register(access, authenticator().create(await creationFor(access)));
    expect(answer.status).toBe(201);
    expect(answer.body.backupCodes).toHaveLength(10);
    expect(answer.body.passkey).toMatchObject({ name: 'Laptop', synced: false, lastUsedAt: null });
    expect((await api.validate(access)).status).toBe(401);
    expect(claimsOf(answer.body.accessToken)).toMatchObject({ aal: 'aal2', amr: ['pwd', 'hwk'] });
    const status = await api.call('GET', '/auth/2fa', { token: String(answer.body.accessToken) });
    expect(status.body).toMatchObject({ enabled: true, methods: ['passkey', 'backup_code'] });
  });

  it('a further passkey brings no new backup codes, and the same one is refused', async () => {
    const { access, device } = await owner('several@example.com');
    const known = device.credentials.map(({ id }) => id.toString('base64url'));
    const creation = await creationFor(access);
    expect(creation.excludeCredentials.map(({ id }) => id)).toEqual(known);
    const made = device.create(creation);
    const second = await register(access, made, 'Phone');
    expect(second.body.backupCodes).toEqual([]);
    const { access: next } = tokensIn(second.body);
    const listed = await api.call('GET', '/auth/passkeys', { token: next });
    expect(listed.body.data).toMatchObject([{ name: 'Phone' }, { name: 'Laptop' }]);
  });

  it('attack 1: of many registrations with one challenge exactly one succeeds', async () => {
    const { access } = await api.newPerson('raced@example.com');
    const creation = await creationFor(access);
    const answers = await times(8, () => register(access, authenticator().create(creation)));
    expect(statuses(answers).filter((status) => status === 201)).toHaveLength(1);
  });

  it('attack 18: a challenge belongs to its ceremony, its session and its site', async () => {
    const mallory = await api.newPerson('mallory@example.com');
    const { access } = await api.newPerson('victim@example.com');
    const refused = [
      await register(mallory.access, authenticator().create(await creationFor(access))),
      await register(
        access,
        authenticator().create({
          ...(await creationFor(access)),
          challenge: (await requestFor()).challenge,
        }),
      ),
      await register(
        access,
        authenticator({ origin: 'https://evil.example' }).create(await creationFor(access)),
      ),
    ];
    expect(refused.map(({ body }) => body.code)).toEqual(Array(3).fill('invalid_passkey'));
  });
});

describe('a passkey as the only step', () => {
  it('signs in with two factors, and shows when it was last used', async () => {
    const { device } = await owner('alone@example.com');
    const request = await requestFor();
    expect(request).toMatchObject({ userVerification: 'required', allowCredentials: [] });
    const { status, body } = await signIn(device.get(request));
    expect(status).toBe(200);
    expect(claimsOf(body.accessToken)).toMatchObject({ aal: 'aal2', amr: ['hwk', 'user'] });
    const token = String(body.accessToken);
    const listed = await api.call('GET', '/auth/passkeys', { token });
    expect(listed.body.data).toMatchObject([{ lastUsedAt: expect.any(String) }]);
  });

  it('opens what a role keeps for two factors', async () => {
    const device = authenticator();
    const { body } = await register(boss.access, device.create(await creationFor(boss.access)));
    expect((await api.call('GET', '/users', { token: String(body.accessToken) })).status).toBe(200);
    const again = await signIn(device.get(await requestFor()));
    expect(again.body.enrolmentRequired).toBe(false);
    const token = String(again.body.accessToken);
    expect((await api.call('GET', '/users', { token })).status).toBe(200);
    const { id } = body.passkey as { id: string };
    const last = await api.call('DELETE', `/auth/passkeys/${id}`, { token });
    expect(last.body.code).toBe('last_factor');
  });

  it('attack 18: user verification is enforced', async () => {
    const { device } = await owner('unverified@example.com', { verifiesUser: false });
    expect((await signIn(device.get(await requestFor()))).body.code).toBe('invalid_passkey');
  });

  it('attack 1: of many answers to one challenge exactly one signs in', async () => {
    const { device } = await owner('answers@example.com');
    const request = await requestFor();
    const answers = await times(20, () => signIn(device.get(request)));
    expect(statuses(answers).filter((status) => status === 200)).toHaveLength(1);
  });

  it('attack 18: an answer to the second step does not make the only one, nor the other way round', async () => {
    const { email, device } = await owner('ceremonies@example.com');
    const first = await challengeOf(email);
    expect((await signIn(device.get(first.request))).status).toBe(401);
    const second = await challengeOf(email);
    const swapped = { ...second.request, challenge: (await requestFor()).challenge };
    expect((await verify(second.tempToken, device.get(swapped))).status).toBe(401);
  });

  it('gets in while wrong passwords delay the account', async () => {
    const { email, device } = await owner('locked@example.com');
    await times(6, () => api.signIn(email, 'not the password at all'));
    expect((await api.signIn(email)).status).toBe(429);
    expect((await signIn(device.get(await requestFor()))).status).toBe(200);
  });

  it('refuses a signature, a site and an owner that are not the right ones', async () => {
    const { device } = await owner('forged@example.com');
    const other = await owner('other@example.com');
    const forged = device.get(await requestFor());
    const { response } = forged;
    const { userHandle } = other.device.get(await requestFor()).response;
    const fresh = async () => device.get(await requestFor());
    const refused = [
      await signIn({ ...forged, response: { ...response, signature: 'AAAA' } }),
      await signIn(device.get({ ...(await requestFor()), rpId: 'evil.example' })),
      await signIn({
        ...(await fresh()),
        response: { ...(await fresh()).response, userHandle },
      }),
      await signIn({ ...(await fresh()), id: 'AAAA', rawId: 'AAAA' }),
    ];
    expect(statuses(refused)).toEqual([401, 401, 401, 401]);
  });
});

describe('a passkey as the second factor', () => {
  it('is offered first, and finishes the sign-in', async () => {
    const { email, device } = await owner('second@example.com', { verifiesUser: false });
    const { tempToken, methods, request } = await challengeOf(email);
    expect(methods).toEqual(['passkey', 'backup_code']);
    expect(request.allowCredentials).toHaveLength(1);
    const answer = await verify(tempToken, device.get(request));
    expect(claimsOf(answer.body.accessToken)).toMatchObject({ amr: ['pwd', 'hwk'] });
  });

  it('several people finish at once with few connections', async () => {
    const people = await Promise.all(
      Array.from({ length: 6 }, async (_, index) => {
        const { email, device } = await owner(`crowd${index}@example.com`);
        const { tempToken, request } = await challengeOf(email);
        return { tempToken, credential: device.get(request) };
      }),
    );
    const answers = await Promise.all(
      people.map(({ tempToken, credential }) => verify(tempToken, credential)),
    );
    expect(statuses(answers)).toEqual(Array(6).fill(200));
  });

  it('attack 18: belongs to its challenge and its owner', async () => {
    const { email, device } = await owner('bound@example.com');
    const intruder = await owner('intruder@example.com');
    const first = await challengeOf(email);
    const second = await challengeOf(email);
    expect((await verify(second.tempToken, device.get(first.request))).status).toBe(401);
    const third = await challengeOf(email);
    expect((await verify(third.tempToken, intruder.device.get(third.request))).status).toBe(401);
  });

  it('is not to be begun by somebody who has none', async () => {
    const { access } = await api.newPerson('none@example.com');
    const { secret } = await api.turnOnTotp(access);
    const { body } = await api.signIn('none@example.com');
    const { tempToken } = body;
    expect(body.methods).toEqual(['totp', 'backup_code']);
    const begun = await api.call('POST', '/auth/2fa/send', {
      body: { tempToken, method: 'passkey' },
    });
    expect(begun.status).toBe(409);
    const missing = await api.call('POST', '/auth/2fa/verify', {
      body: { tempToken, method: 'passkey', code: totp(secret) },
    });
    expect(missing.status).toBe(422);
  });
});

describe('attack 18: signature counters', () => {
  it('zero counters are accepted every time', async () => {
    const { device } = await owner('zero@example.com');
    for (let index = 0; index < 3; index += 1)
      expect((await signIn(device.get(await requestFor()))).status).toBe(200);
  });

  it('a regressing counter is refused and told of, and the refusal changes nothing', async () => {
    const { device, access, id } = await owner('copied@example.com', { counter: 40 });
    await query(`INSERT INTO identity.memberships (organization_id, user_id, role, created_at)
      SELECT organizations.id, users.id, 'EMPLOYEE', now() FROM identity.users, identity.organizations
       WHERE users.email = 'copied@example.com' LIMIT 1`);
    expect((await signIn(device.get(await requestFor()))).status).toBe(200);
    const original = device.counter;
    device.counter = 10;
    expect((await signIn(device.get(await requestFor()))).status).toBe(401);
    const { rows } = await query(
      `SELECT event->'data' AS data, event->>'organizationid' IS NOT NULL AS told_of
         FROM identity.outbox WHERE type = 'passkey.counter_regressed'`,
    );
    const data = { userId: expect.any(String) as string, passkeyId: id, name: 'Laptop' };
    // Whoever is responsible for the person finds it in the trail of the organization.
    expect(rows).toEqual([{ data, told_of: true }]);
    const alarm = await api.linkIn('copied@example.com', 'A passkey of yours was refused');
    expect(alarm).not.toBe('');
    device.counter = original;
    expect((await signIn(device.get(await requestFor()))).status).toBe(200);
    expect((await api.validate(access)).status).toBe(200);
  });
});

describe('managing', () => {
  it('renames and removes; with the last factor two-factor sign-in and its backup codes go', async () => {
    const { email, id, access, device } = await owner('manage@example.com');
    const path = `/auth/passkeys/${id}`;
    const renamed = await api.call('PATCH', path, { token: access, body: { name: 'Old laptop' } });
    expect(renamed.body.name).toBe('Old laptop');
    const { access: other } = tokensIn((await signIn(device.get(await requestFor()))).body);
    expect((await api.call('DELETE', path, { token: access })).status).toBe(204);
    expect((await api.validate(other)).status).toBe(401);
    expect((await signIn(device.get(await requestFor()))).status).toBe(401);
    expect((await api.signIn(email)).body.requires2FA).toBeUndefined();
    const status = await api.call('GET', '/auth/2fa', { token: access });
    expect(status.body).toMatchObject({ enabled: false, backupCodes: { remaining: 0 } });
  });

  it("nobody touches somebody else's passkey", async () => {
    const { id } = await owner('mine@example.com');
    const { access: token } = await owner('yours@example.com');
    const body = { name: 'Taken' };
    expect((await api.call('PATCH', `/auth/passkeys/${id}`, { token, body })).status).toBe(404);
    expect((await api.call('DELETE', `/auth/passkeys/${id}`, { token })).status).toBe(404);
  });

  it('is no way in by itself when somebody else may have added it, and stays a second factor', async () => {
    const email = 'reported@example.com';
    const { device } = await owner(email);
    expect((await signIn(device.get(await requestFor()))).status).toBe(200);
    const token = await api.linkIn(email, 'A second factor was turned on');
    expect((await api.call('POST', '/auth/not-me', { body: { token } })).status).toBe(204);
    expect((await signIn(device.get(await requestFor()))).status).toBe(401);
    const newPassword = 'another long passphrase 8';
    const body = { token: await api.linkFor(email), newPassword };
    expect((await api.call('POST', '/auth/password/reset', { body })).status).toBe(204);
    const { body: waiting } = await api.signIn(email, newPassword);
    expect(waiting).toMatchObject({ requires2FA: true });
    const begun = await api.call('POST', '/auth/2fa/send', {
      body: { tempToken: waiting.tempToken, method: 'passkey' },
    });
    const credential = device.get(begun.body.passkey as PasskeyRequest);
    expect((await verify(String(waiting.tempToken), credential)).status).toBe(200);
  });
});
