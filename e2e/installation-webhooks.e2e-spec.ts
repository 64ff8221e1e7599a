import { webhookRoutes } from '@gatehouse/contracts/webhooks';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { Receiver } from './harness/receiver.js';

let gatehouse: RunningGatehouse;
let api: Api;
let staff: string;
let receiver: Receiver;
let other: Receiver;

beforeAll(async () => {
  gatehouse = await startGatehouse({
    GATEHOUSE_MAGIC_LINK: 'true',
    GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1',
    GATEHOUSE_WEBHOOK_ALLOWED_RANGES: '127.0.0.0/8',
    GATEHOUSE_NOTIFICATION_PAUSE_SECONDS: '1',
  });
  api = new Api(gatehouse.url);
  [receiver, other] = await Promise.all([Receiver.start(), Receiver.start()]);
  const { access } = await api.setUp(gatehouse.setupUrl, 'owner@example.com');
  staff = (await api.turnOnTotp(access)).access;
});
afterAll(async () => {
  await gatehouse?.stop();
  await receiver?.stop();
  await other?.stop();
});

const call = (method: string, path: string, body: unknown, token = staff) =>
  api.call(method, path, { token, ...(body === undefined ? {} : { body }) });

it('tells staff by mail, and whom they chose by a signed webhook, and nobody else', async () => {
  const eventTypes = ['ip_block.created', 'alert.raised', 'user.login_failed'];
  const chosen = { url: receiver.url, eventTypes, installation: true };
  const { status, body } = await call('POST', '/webhooks', chosen);
  expect(status).toBe(201);
  expect(body.installation).toBe(true);
  expect((await call('POST', '/webhooks', { url: other.url, eventTypes })).status).toBe(201);
  for (let index = 0; index < 10; index += 1)
    await api.call('POST', '/auth/login', {
      body: { email: `nobody${index}@example.com`, password: 'not a password' },
      headers: { 'x-forwarded-for': '198.51.100.7' },
    });
  const types = () => receiver.bodies.map(({ type }) => String(type));
  await expect.poll(() => types().length).toBe(2);
  expect(new Set(types())).toEqual(new Set(['alert.raised', 'ip_block.created']));
  const verifier = new Webhook(String(body.secret));
  for (const { body: sent, headers } of receiver.received)
    expect(verifier.verify(sent, headers)).toMatchObject({ organizationId: null });
  const mails = async () =>
    (await api.notificationsFor('owner@example.com')).map(({ text }) => text).join();
  const told = '10 accounts failed to sign in from 198.51.100.7 in 15 minutes';
  await expect.poll(mails).toContain(told);
  const block = receiver.bodies.find(({ type }) => type === 'ip_block.created');
  expect(block?.data).toMatchObject({ network: '198.51.100.7/32', automatic: true });
  // Failures of nobody's account belong to no organization and are not sent on at all.
  expect(other.received).toHaveLength(0);
});

/** Somebody of the organization who manages webhooks, and is no staff. @returns the token. */
async function addIntegrator(email: string): Promise<string> {
  const role = { name: email, rank: 'EMPLOYEE', permissions: ['webhook:manage'] };
  const { id: roleId } = (await call('POST', '/roles', role)).body;
  return (await api.add(staff, email, String(roleId))).access;
}

/** What a route that names an endpoint, or something of one, is called with. */
const bodies: Readonly<Record<string, unknown>> = {
  'webhooks.update': { installation: false },
  'webhooks.rotateSecret': {},
  'webhooks.recover': { since: new Date().toISOString() },
};

it('attack 23: is for staff to read, to change and to send, by every route that names it', async () => {
  const integrator = await addIntegrator('integrations@example.com');
  const { body } = await call('POST', '/webhooks', { url: receiver.url, installation: true });
  const endpoint = `/webhooks/${String(body.id)}`;
  const { body: delivery } = await call('POST', `${endpoint}/test`, undefined);
  const { body: recovery } = await call('POST', `${endpoint}/recover`, bodies['webhooks.recover']);
  const ids = new Map([
    ['webhooks', body.id],
    ['webhook-deliveries', delivery.id],
    ['webhook-recoveries', recovery.id],
  ]);
  const named = Object.values(webhookRoutes).filter(({ path }) => path.includes('/:id'));
  expect(named.length).toBeGreaterThan(13);
  for (const { name, method, path } of named) {
    const id = String(ids.get(path.split('/')[1] ?? ''));
    const answer = await call(method, path.replace(':id', id), bodies[name], integrator);
    // That there is one, and where it is, whoever manages webhooks may know.
    expect([name, answer.status]).toEqual([name, name === 'webhooks.get' ? 200 : 403]);
  }
  const taken = { url: other.url, installation: true };
  expect((await call('POST', '/webhooks', taken, integrator)).status).toBe(403);
  expect((await call('GET', endpoint, undefined)).body.status).toBe('enabled');
  const plain = await call('POST', '/webhooks', { url: other.url }, integrator);
  expect(plain.body).toMatchObject({ installation: false });
  const own = `/webhooks/${String(plain.body.id)}`;
  expect((await call('PATCH', own, { installation: true }, integrator)).status).toBe(403);
  expect((await call('GET', `${own}/deliveries`, undefined, integrator)).status).toBe(200);
});

it('leaves nothing of the installation in the log of an endpoint that is the organization’s again', async () => {
  const integrator = await addIntegrator('later@example.com');
  const eventTypes = ['ip_block.created'];
  const wish = { url: other.url, installation: true, eventTypes };
  const { body } = await call('POST', '/webhooks', wish);
  const endpoint = `/webhooks/${String(body.id)}`;
  await call('POST', `${endpoint}/test`, undefined);
  const block = { network: '203.0.113.9', reason: 'abuse', minutes: 5 };
  expect((await call('POST', '/security/blocks', block)).status).toBe(201);
  const typesFor = async (token: string) => {
    const { data } = (await call('GET', `${endpoint}/deliveries`, undefined, token)).body;
    return ((data ?? []) as { eventType: string }[]).map(({ eventType }) => eventType).toSorted();
  };
  const sent = ['ip_block.created', 'webhook.test'];
  await expect.poll(() => typesFor(staff)).toEqual(sent);
  expect((await call('PATCH', endpoint, { installation: false })).body.installation).toBe(false);
  expect(await typesFor(integrator)).toEqual(['webhook.test']);
});

it('gets everything that belongs to the installation, and an endpoint of an organization nothing of it', async () => {
  const own = await Receiver.start();
  const theirs = await Receiver.start();
  await call('POST', '/webhooks', { url: own.url, installation: true });
  const plain = await call('POST', '/webhooks', { url: theirs.url });
  const network = { network: '192.0.2.0/24', reason: 'our office' };
  expect((await call('POST', '/security/allowed-networks', network)).status).toBe(201);
  expect((await call('POST', '/audit-logs/verify', undefined)).status).toBe(202);
  await call('POST', `/webhooks/${String(plain.body.id)}/pause`, undefined);
  const types = (receiver: Receiver) => receiver.bodies.map(({ type }) => type);
  await expect
    .poll(() => types(own))
    .toEqual(expect.arrayContaining(['ip_allow.created', 'audit.verified', 'webhook.paused']));
  expect(types(theirs)).not.toContain('ip_allow.created');
  expect(types(theirs)).not.toContain('audit.verified');
  await Promise.all([own.stop(), theirs.stop()]);
});

it('is told which types those are, and may ask for all by name', async () => {
  const { data } = (await call('GET', '/webhooks/event-types', undefined)).body;
  const types = data as { type: string; installation: boolean; announced: boolean }[];
  const marked = (mark: 'installation' | 'announced') =>
    types.filter((each) => each[mark]).map(({ type }) => type);
  const some = ['alert.raised', 'event.parked', 'staff.appointed', 'audit.verified'];
  expect(marked('installation')).toEqual(expect.arrayContaining(some));
  expect(marked('installation')).not.toContain('user.login');
  expect(marked('announced')).toContain('payment.created');
  const eventTypes = types.map(({ type }) => type);
  expect(eventTypes.length).toBeGreaterThan(100);
  expect((await call('POST', '/webhooks', { url: other.url, eventTypes })).status).toBe(201);
});

it('an organization hears of what its people ask for without a session', async () => {
  const own = await Receiver.start();
  const eventTypes = ['user.magic_link_requested', 'user.erased'];
  expect((await call('POST', '/webhooks', { url: own.url, eventTypes })).status).toBe(201);
  const { data } = (await call('GET', '/webhooks/event-types', undefined)).body;
  const offered = (data as { type: string }[]).map(({ type }) => type);
  expect(offered).toContain('user.magic_link_requested');
  expect(offered).not.toContain('user.erased');
  const email = 'linked@example.com';
  await api.add(staff, email, 'EMPLOYEE');
  const headers = { 'x-forwarded-for': '192.0.2.44' };
  const asked = await api.call('POST', '/auth/magic-link', { body: { email }, headers });
  expect(asked.status).toBe(202);
  const types = () => own.bodies.map(({ type }) => String(type));
  await expect.poll(types).toEqual(['user.magic_link_requested']);
  await own.stop();
});
