import { isAnyPermission } from '@gatehouse/contracts/permissions';
import { apiBase, type RouteContract } from '@gatehouse/contracts/route';
import { allRoutes } from '@gatehouse/contracts/routes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../harness/api.js';
import { type RunningGatehouse, startGatehouse } from '../harness/gatehouse.js';
import { eventually } from '../../server/test/harness/waiting/eventually.js';

let gatehouse: RunningGatehouse;
let api: Api;
let owner: string;
/** A manager of the owner's organization, who is an auditor of the installation too. */
let auditor: string;
/** Of the installation, and of no organization. */
let outsider: string;

const asks = ({ access }: RouteContract) => isAnyPermission(access);
/** Looks at what was, and at what would have been: neither changes anything. */
const looks: ReadonlySet<string> = new Set(['audit.verify', 'detections.dryRun']);

async function appoint(email: string): Promise<void> {
  const body = { email, platformRole: 'auditor' };
  expect((await api.call('POST', '/staff', { token: owner, body })).status).toBe(201);
}

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'owner@example.com');
  owner = (await api.turnOnTotp(access)).access;
  const manager = await api.add(owner, 'manager@example.com', 'MANAGER');
  auditor = (await api.turnOnTotp(manager.access)).access;
  const alone = await api.newPerson('outsider@example.com');
  outsider = (await api.turnOnTotp(alone.access)).access;
});
afterAll(() => gatehouse?.stop());

describe('attack: an auditor of the installation does more than read', () => {
  it('reads nothing of it before the appointment', async () => {
    for (const path of ['/audit-logs', '/security/alerts', '/events/parked', '/admin/users'])
      expect([path, (await api.call('GET', path, { token: outsider })).status]).toEqual([
        path,
        403,
      ]);
  });

  it('reads the monitor, parked events, accounts and every trail', async () => {
    await appoint('manager@example.com');
    await appoint('outsider@example.com');
    for (const path of ['/security/alerts', '/events/parked', '/admin/users', '/security/metrics'])
      expect([path, (await api.call('GET', path, { token: outsider })).status]).toEqual([
        path,
        200,
      ]);
    const me = await api.call('GET', '/auth/profile', { token: owner });
    const query = `organizationId=${String(me.body.organizationId)}`;
    const { body } = await api.call('GET', `/audit-logs?${query}`, { token: outsider });
    expect((body.data as unknown[]).length).toBeGreaterThan(3);
  });

  it('is refused by every route that changes something for a permission', async () => {
    const changing = allRoutes.filter(asks).filter(({ method }) => method !== 'GET');
    const wrong: string[] = [];
    for (const route of changing.filter(({ name }) => !looks.has(name))) {
      const path = apiBase + route.path.replaceAll(/:\w+/g, crypto.randomUUID());
      const { status } = await api.call(route.method, path, {
        token: outsider,
        ...(route.body ? { body: {} } : {}),
      });
      if (status !== 403) wrong.push(`${route.name}: ${status}`);
    }
    expect(wrong).toEqual([]);
    expect(changing.length).toBeGreaterThan(50);
  });

  it('brings no password along with people of their own organization (pre-hijacking)', async () => {
    const csv =
      'email,firstName,lastName,passwordHash\n' +
      'victim@example.com,V,V,$2b$05$abcdefghijklmnopqrstuuEn/eMei1z5h1.4IuwDnjDepo.7LkKxS\n';
    const begun = await fetch(`${gatehouse.url}/api/v1/users/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${auditor}`, 'content-type': 'text/csv' },
      body: csv,
    });
    const { id } = (await begun.json()) as { id: string };
    await eventually(async () => {
      const { body } = await api.call('GET', `/users/imports/${id}/lines`, { token: auditor });
      expect(body.data).toMatchObject([
        { message: "passwordHash: only the platform's staff may bring one" },
      ]);
    });
  });
});
