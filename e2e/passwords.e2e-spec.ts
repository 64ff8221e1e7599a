import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FakeRangeService, startRangeService } from './fakes/range-service.js';
import { Api, password } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';

const stolen = 'stolen elsewhere long ago';
const harmless = 'never seen anywhere at all';
let ranges: FakeRangeService;
let gatehouse: RunningGatehouse;
let api: Api;
let token: string;

beforeAll(async () => {
  ranges = await startRangeService([stolen], harmless);
  gatehouse = await startGatehouse({ GATEHOUSE_BREACH_SERVICE_URL: ranges.url });
  api = new Api(gatehouse.url);
  token = (await api.newPerson('ada@example.com')).access;
});
afterAll(() => gatehouse?.stop());

const change = (currentPassword: string, newPassword: string) =>
  api.call('POST', '/auth/password/change', { token, body: { currentPassword, newPassword } });

it('refuses a password that a range service knows, which learns five digits', async () => {
  const refused = await change(password, stolen);
  expect(refused).toMatchObject({ status: 422, body: { code: 'weak_password' } });
  expect(refused.body.detail).toContain('stolen elsewhere');
  expect(ranges.asked.at(-1)?.path).toMatch(/^\/range\/[0-9A-F]{5}$/);
  expect(ranges.asked.at(-1)?.padding).toBe('true');
});

it('takes one that the service only pads its answer with', async () => {
  expect((await change(password, harmless)).status).toBe(204);
});

it('refuses what is easy to guess, with a reason', async () => {
  const refused = await change(harmless, 'qwertyuiopasdfghjkl');
  expect(refused).toMatchObject({ status: 422, body: { code: 'weak_password' } });
  expect(refused.body.detail).toContain('easy to guess');
});

it('a dead service does not stop a password change', async () => {
  await ranges.stop();
  expect((await change(harmless, stolen)).status).toBe(204);
});
