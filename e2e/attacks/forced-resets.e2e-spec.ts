import type {
  PasskeyCreation,
  PasskeyRequest,
} from '@gatehouse/contracts/identity/passkey-ceremonies';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api } from '../harness/api.js';
import { type RunningGatehouse, startGatehouse } from '../harness/gatehouse.js';
import { SoftAuthenticator } from '../harness/soft-authenticator.js';

let gatehouse: RunningGatehouse;
let api: Api;
let boss: string;

const email = 'person@example.com';
const other = 'another long passphrase 8';

beforeAll(async () => {
  gatehouse = await startGatehouse({ GATEHOUSE_MAGIC_LINK: 'true' });
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'boss@example.com');
  boss = (await api.turnOnTotp(access)).access;
});
afterAll(() => gatehouse?.stop());

const post = (path: string, body?: object, token?: string) =>
  api.call('POST', path, { ...(body ? { body } : {}), ...(token ? { token } : {}) });
const magicLinks = async () =>
  (await api.mailsFor(email)).filter(({ subject }) => subject === 'Your link to sign in').length;

it('attack 16: until a forced reset is done, neither passkeys nor links nor API keys let anybody in', async () => {
  const readers = { name: 'Readers', rank: 'EMPLOYEE', permissions: ['user:read'] };
  const role = String((await post('/roles', readers, boss)).body.id);
  const person = await api.add(boss, email, role);
  const wish = { name: 'CI', scopes: ['user:read'] };
  const secret = String((await post('/api-keys', wish, person.access)).body.secret);
  const device = new SoftAuthenticator({ origin: gatehouse.url });
  const options = await post('/auth/passkeys/options', undefined, person.access);
  const credential = device.create(options.body as unknown as PasskeyCreation);
  const made = await post('/auth/passkeys', { name: 'Laptop', credential }, person.access);
  const access = String(made.body.accessToken);

  const byPasskey = async () => {
    const { body } = await post('/auth/passkey/options');
    const signed = device.get(body as unknown as PasskeyRequest);
    return (await post('/auth/passkey/verify', { credential: signed })).status;
  };
  const byKey = async () =>
    (await api.call('GET', '/users', { headers: { 'x-api-key': secret } })).status;
  const ways = async () => [
    await byPasskey(),
    await byKey(),
    (await post('/auth/magic-link', { email })).status,
    await magicLinks(),
  ];
  // All of them do before (control).
  expect(await ways()).toEqual([200, 200, 202, 1]);

  const forced = await post(`/users/${person.id}/password/reset`, undefined, boss);
  expect(forced.status).toBe(204);
  expect((await api.validate(access)).status).toBe(401);
  expect(await ways()).toEqual([401, 401, 202, 1]);
  // Nor does a link by which a password was forgotten, but by the password that it brings.
  const token = await api.linkFor(email);
  expect((await post('/auth/password/reset', { token, newPassword: other })).status).toBe(204);
  expect(await byPasskey()).toBe(200);
  expect(await byKey()).toBe(200);
  expect((await api.signIn(email, other)).body.requires2FA).toBe(true);
});
