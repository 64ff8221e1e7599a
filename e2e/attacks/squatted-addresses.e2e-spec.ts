import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, password, type Tokens } from '../harness/api.js';
import { type RunningGatehouse, startGatehouse } from '../harness/gatehouse.js';

let gatehouse: RunningGatehouse;
let api: Api;
/** Of somebody whom nobody knows, who has founded an organization. */
let founder: string;

const other = 'another long passphrase 8';

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  const { access } = await api.newPerson('mallory@example.com');
  const { access: token } = await api.turnOnTotp(access);
  const { body } = await api.call('POST', '/organizations', { token, body: { name: 'Mallory' } });
  const path = `/organizations/${String(body.id)}/switch`;
  const entered = await api.call('POST', path, { token, body: {} });
  founder = String(entered.body.accessToken);
});
afterAll(() => gatehouse?.stop());

const act = (method: string, path: string, body?: object) =>
  api.call(method, `/users${path}`, { token: founder, ...(body ? { body } : {}) });
/** Makes an account for somebody's address, and closes it. */
async function squat(email: string, { closed = true } = {}): Promise<string> {
  const person = { email, firstName: 'Not', lastName: 'Theirs', role: 'EMPLOYEE' };
  const made = await act('POST', '', person);
  expect(made.status).toBe(201);
  const id = String(made.body.id);
  if (closed) expect((await act('POST', `/${id}/deactivate`)).status).toBe(200);
  return id;
}
const profileOf = async ({ access: token }: Tokens) =>
  (await api.call('GET', '/auth/profile', { token })).body;
const forgot = (email: string) => api.call('POST', '/auth/password/forgot', { body: { email } });
const reset = (token: string) =>
  api.call('POST', '/auth/password/reset', { body: { token, newPassword: other } });

describe('attack: an address is taken away from its owner by an account made for it', () => {
  it('and closed: they register all the same, and no organization can close the account', async () => {
    const id = await squat('register@example.com');
    await api.register('register@example.com');
    const tokens = await api.tokensOf('register@example.com');
    const profile = { firstName: 'Ada', lastName: 'Byron', emailVerified: true, role: null };
    expect(await profileOf(tokens)).toMatchObject(profile);
    for (const suffix of ['/deactivate', '/password/reset'])
      expect((await act('POST', `/${id}${suffix}`)).status).toBe(404);
    expect((await api.validate(tokens.access)).status).toBe(200);
  });

  it('and closed: the mail for a forgotten password opens it', async () => {
    const email = 'forgotten@example.com';
    const id = await squat(email);
    // What the organization sent opens nothing that it has closed.
    expect((await reset(await api.linkFor(email))).body.code).toBe('invalid_token');
    await forgot(email);
    expect((await reset(await api.linkFor(email))).status).toBe(204);
    expect((await api.signIn(email, other)).body.user).toMatchObject({ id, organizationId: null });
    expect((await act('POST', `/${id}/deactivate`)).status).toBe(404);
  });

  it('and closed later: the person stays, and is of the organization until it removes them', async () => {
    const email = 'later@example.com';
    const id = await squat(email, { closed: false });
    await api.register(email);
    const tokens = await api.tokensOf(email);
    expect(await profileOf(tokens)).toMatchObject({ firstName: 'Ada', role: 'EMPLOYEE' });
    for (const [method, suffix] of [
      ['POST', '/deactivate'],
      ['POST', '/password/reset'],
      ['PATCH', ''],
    ] as const)
      expect((await act(method, `/${id}${suffix}`, {})).status).toBe(403);
    expect((await act('DELETE', `/${id}`)).status).toBe(204);
    expect((await api.signIn(email)).body.user).toMatchObject({ id, organizationId: null });
  });

  it('attack 1: who proves it at once by registration and by reset has one password of the two', async () => {
    const email = 'twice@example.com';
    await squat(email);
    await api.apply(email);
    const token = await api.linkFor(email);
    await forgot(email);
    const link = await api.linkFor(email);
    const [confirmed, changed] = await Promise.all([
      api.call('POST', '/auth/verify-email', { body: { token } }),
      reset(link),
    ]);
    // The account is made once. A reset that comes after it finds it made, and changes its password.
    for (const { status } of [confirmed, changed]) expect([204, 400]).toContain(status);
    expect([confirmed.status, changed.status]).toContain(204);
    const right = changed.status === 204 ? other : password;
    expect((await api.signIn(email, right)).status).toBe(200);
    expect((await api.signIn(email, right === other ? password : other)).status).toBe(401);
  });

  it('but who joined by the link of the organization is its own to close (control)', async () => {
    const email = 'joined@example.com';
    const { id } = await api.add(founder, email, 'EMPLOYEE');
    expect((await act('POST', `/${id}/deactivate`)).status).toBe(200);
    await api.apply(email);
    const [mail] = await api.mailsFor(email);
    expect(mail?.subject).toBe('You already have an account');
    await forgot(email);
    expect((await api.mailsFor(email))[0]?.subject).toBe(mail?.subject);
    expect((await api.signIn(email)).status).toBe(401);
  });
});
