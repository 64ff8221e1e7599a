import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api } from './harness/api.js';
import { CommandHost } from './harness/commands.js';
import { type GatehouseProcess, launchGatehouse } from './harness/launch.js';

const nobody = '01a1fd53-6849-700e-9726-7b8b85903b00';
let data: string;
let gatehouse: GatehouseProcess | undefined;
let commands: CommandHost;
let api: Api;

const run = (...words: string[]) => commands.run(words);
const json = async (...words: string[]): Promise<unknown> => {
  const { code, out, err } = await run(...words, '--json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out);
};

beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'gatehouse-command-'));
  gatehouse = await launchGatehouse({ data, ready: /https?:\/\/\S+\/setup\?token=[\w.~-]+/ });
  commands = await CommandHost.start({ GATEHOUSE_DATA_DIR: data });
  api = new Api(gatehouse.url);
  await api.setUp(gatehouse.said, 'owner@example.com');
});
afterAll(async () => {
  await commands?.stop();
  await gatehouse?.stop();
  await rm(data, { recursive: true, force: true });
});

it('makes a service account, and a key of it that calls', async () => {
  const role = 'MANAGER';
  const made = (await json('service-account', 'create', 'Nightly', '--role', role)) as {
    id: string;
  };
  expect(made).toMatchObject({ name: 'Nightly', role, isActive: true });
  expect(await json('service-account', 'list')).toEqual([made]);
  expect((await run('service-account', 'list')).out).toContain('Nightly');
  const words = ['key', 'create', 'cron', '--owner', made.id, '--scope'];
  const { out } = await run(...words, 'user:read');
  const headers = { 'x-api-key': out.trim() };
  expect((await api.call('GET', '/users', { headers })).status).toBe(200);
  expect(await json('key', 'list')).toMatchObject([{ name: 'cron', owner: 'Nightly' }]);
});

it('makes none above the primary admin or elsewhere, and no key beyond its role', async () => {
  const { id } = (await json('service-account', 'create', 'Daily')) as { id: string };
  const key = await run('key', 'create', 'cron', '--owner', id, '--scope', 'user:read');
  expect(key).toMatchObject({ code: 1, out: '' });
  expect((await run('service-account', 'create', 'King', '--role', 'BOSS')).code).toBe(1);
  expect((await run('service-account', 'create', 'Far', '--org', nobody)).code).toBe(1);
});
