import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { Receiver } from './harness/receiver.js';
import { TestSocket } from './harness/sockets.js';

const script = fileURLToPath(new URL('../scripts/attack.mjs', import.meta.url));
const from = '198.51.100.7';
const email = 'owner@example.com';

let gatehouse: RunningGatehouse;
let api: Api;
let staff: string;
let receiver: Receiver;
let socket: TestSocket;

beforeAll(async () => {
  [gatehouse, receiver] = await Promise.all([
    startGatehouse({
      GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1',
      GATEHOUSE_WEBHOOK_ALLOWED_RANGES: '127.0.0.0/8',
      GATEHOUSE_NOTIFICATION_PAUSE_SECONDS: '1',
    }),
    Receiver.start(),
  ]);
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, email);
  staff = (await api.turnOnTotp(access)).access;
  socket = await TestSocket.open(gatehouse.url, staff);
});
afterAll(async () => {
  socket?.close();
  await gatehouse?.stop();
  await receiver?.stop();
});

const types = () => receiver.bodies.map(({ type }) => String(type)).toSorted();
const audited = async (action: string) => {
  const { body } = await api.call('GET', `/audit-logs?action=${action}&limit=100`, {
    token: staff,
  });
  return body.data as { details: Record<string, unknown> }[];
};

const attack = () => {
  const wish = ['--url', gatehouse.url, '--email', email, '--from', from];
  return promisify(execFile)(process.execPath, [script, ...wish]);
};

it('twenty wrong sign-ins: attempts, block, alert, bell, mail, signed webhook and audit rows', async () => {
  const eventTypes = ['ip_block.created', 'alert.raised'];
  const wish = { url: receiver.url, eventTypes, installation: true };
  const endpoint = await api.call('POST', '/webhooks', { token: staff, body: wish });
  expect(endpoint.status).toBe(201);
  expect((await socket.send('join:monitoring')).ok).toBe(true);
  expect((await socket.send('subscribe:notifications', {})).ok).toBe(true);

  const { stdout } = await attack();
  expect(stdout.match(/^attempt /gm)).toHaveLength(20);

  const attempts = () =>
    socket.of('monitoring:login-attempt').filter(({ clientAddress }) => clientAddress === from);
  await expect.poll(() => attempts().length).toBe(20);
  expect(new Set(attempts().map(({ outcome }) => outcome))).toEqual(new Set(['failure']));
  await expect.poll(() => socket.of('monitoring:ip-blocked').length).toBe(1);
  expect(socket.of('monitoring:ip-blocked')).toMatchObject([
    { network: `${from}/32`, automatic: true },
  ]);
  const summary = `20 failed sign-ins from ${from} in 15 minutes`;
  await expect
    .poll(() => socket.of('monitoring:alert').map((alert) => alert.summary))
    .toEqual([summary]);
  await expect.poll(() => socket.of('notification:new').map(({ body }) => body)).toContain(summary);
  await expect
    .poll(async () => (await api.notificationsFor(email)).map(({ text }) => text).join())
    .toContain(summary);
  await expect.poll(types).toEqual(['alert.raised', 'ip_block.created']);
  const verifier = new Webhook(String(endpoint.body.secret));
  for (const { body, headers } of receiver.received)
    expect(verifier.verify(body, headers)).toMatchObject({ organizationId: null });
  await expect.poll(async () => (await audited('user.login_failed')).length).toBe(20);
  await expect.poll(async () => (await audited('ip_block.created')).length).toBe(1);
  expect(await audited('alert.raised')).toMatchObject([{ details: { summary } }]);

  const again = await attack();
  expect(again.stdout).toContain(`${from} is blocked`);
});
