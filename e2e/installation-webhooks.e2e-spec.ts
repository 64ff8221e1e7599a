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
    GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1',
    GATEHOUSE_WEBHOOK_ALLOWED_RANGES: '127.0.0.0/8',
    GATEHOUSE_NOTIFICATION_PAUSE_SECONDS: '1',
  });
  api = new Api(gatehouse.url);
  [receiver, other] = await Promise.all([Receiver.start(), Receiver.start()]);
  const { access } = await api.setUp(gatehouse.setupUrl, 'owner@example.com');
  staff = (await api.turnOnTotp(access)).access;
}, 60_000);
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
  await expect.poll(() => types().length, { timeout: 15_000 }).toBe(2);
  expect(new Set(types())).toEqual(new Set(['alert.raised', 'ip_block.created']));
  const verifier = new Webhook(String(body.secret));
  for (const { body: sent, headers } of receiver.received)
    expect(verifier.verify(sent, headers)).toMatchObject({ organizationId: null });
  const mails = async () =>
    (await api.notificationsFor('owner@example.com')).map(({ text }) => text).join();
  const told = '10 accounts failed to sign in from 198.51.100.7 in 15 minutes';
  await expect.poll(mails, { timeout: 20_000 }).toContain(told);
  const block = receiver.bodies.find(({ type }) => type === 'ip_block.created');
  expect(block?.data).toMatchObject({ network: '198.51.100.7/32', automatic: true });
  // Failures of nobody's account belong to no organization and are not sent on at all.
  expect(other.received).toHaveLength(0);
}, 60_000);

it('is for staff to choose and to change: others could lead it elsewhere', async () => {
  const { body } = await call('POST', '/webhooks', { url: receiver.url, installation: true });
  const role = { name: 'Integrations', rank: 'EMPLOYEE', permissions: ['webhook:manage'] };
  const { id: roleId } = (await call('POST', '/roles', role)).body;
  const { access } = await api.add(staff, 'integrations@example.com', String(roleId));
  const endpoint = `/webhooks/${String(body.id)}`;
  const answers = [
    await call('POST', '/webhooks', { url: other.url, installation: true }, access),
    await call('PATCH', endpoint, { url: other.url }, access),
    await call('PATCH', endpoint, { installation: false }, access),
    await call('POST', `${endpoint}/secret/rotate`, {}, access),
    await call('POST', `${endpoint}/pause`, undefined, access),
    await call('POST', `${endpoint}/resume`, undefined, access),
    await call('DELETE', endpoint, undefined, access),
  ];
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403));
  expect((await call('GET', endpoint, undefined)).body.status).toBe('enabled');
  const plain = await call('POST', '/webhooks', { url: other.url }, access);
  expect(plain.body).toMatchObject({ installation: false });
  const raised = await call(
    'PATCH',
    `/webhooks/${String(plain.body.id)}`,
    { installation: true },
    access,
  );
  expect(raised.status).toBe(403);
  expect((await call('PATCH', endpoint, { installation: false })).body.installation).toBe(false);
});
