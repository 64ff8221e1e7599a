import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { Receiver } from './harness/receiver.js';

interface House {
  readonly gatehouse: RunningGatehouse;
  readonly call: (method: string, path: string, body?: unknown) => ReturnType<Api['call']>;
}

let receiver: Receiver;
let guarded: House;
let open: House;

async function startHouse(environment: Readonly<Record<string, string>>): Promise<House> {
  const gatehouse = await startGatehouse(environment);
  const api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'owner@example.com');
  const token = (await api.turnOnTotp(access)).access;
  const call: House['call'] = (method, path, body) =>
    api.call(method, path, { token, ...(body === undefined ? {} : { body }) });
  return { gatehouse, call };
}

beforeAll(async () => {
  receiver = await Receiver.start();
  guarded = await startHouse({});
  open = await startHouse({ GATEHOUSE_WEBHOOK_ALLOWED_RANGES: '127.0.0.0/8,::1/128' });
});
afterAll(async () => {
  await guarded?.gatehouse.stop();
  await open?.gatehouse.stop();
  await receiver?.stop();
});

/** Sends a test event to a name that leads to loopback. @returns the first try of it. */
async function tryLocalhost({ call }: House): Promise<Record<string, unknown>> {
  const url = receiver.url.replace('127.0.0.1', 'localhost');
  const endpoint = await call('POST', '/webhooks', { url, eventTypes: ['user.deleted'] });
  expect(endpoint.status).toBe(201);
  const sent = await call('POST', `/webhooks/${String(endpoint.body.id)}/test`);
  const log = `/webhook-deliveries/${String(sent.body.id)}/attempts`;
  const tries = async () => (await call('GET', log)).body.data as Record<string, unknown>[];
  await expect.poll(async () => (await tries()).length).toBeGreaterThan(0);
  return (await tries()).at(-1) ?? {};
}

it('attack 36: a name that leads to a private address is refused when the connection is made', async () => {
  const refused = 'the address is not one of the public internet';
  expect(await tryLocalhost(guarded)).toMatchObject({ status: null, error: refused });
  expect(receiver.received).toHaveLength(0);
});

it('control: where that range is allowed, the same name is sent to', async () => {
  expect(await tryLocalhost(open)).toMatchObject({ status: 204, error: null });
  expect(receiver.received).toHaveLength(1);
});
