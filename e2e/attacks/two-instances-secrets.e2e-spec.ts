import type {
  PasskeyCreation,
  PasskeyRequest,
} from '@gatehouse/contracts/identity/passkey-ceremonies';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../server/test/harness/database.js';
import { type Answer, type Api, password, statuses, times } from '../harness/api.js';
import { startTwoInstances, type TwoInstances } from '../harness/instances.js';
import { SoftAuthenticator } from '../harness/soft-authenticator.js';

let instances: TwoInstances;
let left: Api;
let right: Api;

const either = (index: number): Api => (index % 2 === 0 ? left : right);
const refusals = [400, 401, 403, 404, 409, 503];

/** Does one thing at both instances at once. @returns how often it was answered with a status. */
const raced = async (status: number, deed: (api: Api, index: number) => Promise<Answer>) => {
  const answers = await times(12, (index) => deed(either(index), index));
  const found = statuses(answers);
  // Nothing broke: the others were refused, or turned away with too many passwords at once.
  expect([status, ...refusals]).toEqual(expect.arrayContaining(found));
  return found.filter((one) => one === status).length;
};

beforeAll(async () => {
  instances = await startTwoInstances(await createTestDatabase(), {
    GATEHOUSE_MAGIC_LINK: 'true',
  });
  ({ left, right } = instances);
});
afterAll(() => instances?.stop());

describe('attack 1: of one secret, sent to two instances at once', () => {
  it('a set-up link makes one owner', async () => {
    const token = new URL(instances.setupUrl).searchParams.get('token');
    const person = { password, firstName: 'Ada', lastName: 'Byron' };
    const owners = await raced(201, (api, index) =>
      api.call('POST', '/setup', {
        body: { token, organization: `O${index}`, email: `boss${index}@example.com`, ...person },
      }),
    );
    expect(owners).toBe(1);
    const [row, another] = await instances.sql('SELECT email FROM identity.users');
    expect(another).toBeUndefined();
    expect((await left.signIn(String(row?.email))).status).toBe(200);
  });

  it('a link to choose a password sets one', async () => {
    const email = 'reset@example.com';
    await left.register(email);
    await left.call('POST', '/auth/password/forgot', { body: { email } });
    const token = await right.linkFor(email);
    const chosen = (index: number) => `another long passphrase ${index}`;
    const set = await raced(204, (api, index) =>
      api.call('POST', '/auth/password/reset', { body: { token, newPassword: chosen(index) } }),
    );
    expect(set).toBe(1);
  });

  it('a link to sign in begins one session', async () => {
    const email = 'link@example.com';
    await left.register(email);
    await left.call('POST', '/auth/magic-link', { body: { email } });
    const token = await right.linkFor(email);
    const begun = await raced(200, (api) =>
      api.call('POST', '/auth/magic-link/verify', { body: { token } }),
    );
    expect(begun).toBe(1);
  });

  it('a signed challenge of a passkey begins one session', async () => {
    const { access: token } = await left.newPerson('passkey@example.com');
    const device = new SoftAuthenticator({ origin: 'http://localhost:9' });
    const options = await left.call('POST', '/auth/passkeys/options', { token });
    const credential = device.create(options.body as unknown as PasskeyCreation);
    const body = { name: 'Laptop', credential };
    expect((await right.call('POST', '/auth/passkeys', { token, body })).status).toBe(201);
    const asked = await right.call('POST', '/auth/passkey/options');
    const signed = device.get(asked.body as unknown as PasskeyRequest);
    const begun = await raced(200, (api) =>
      api.call('POST', '/auth/passkey/verify', { body: { credential: signed } }),
    );
    expect(begun).toBe(1);
  });
});
