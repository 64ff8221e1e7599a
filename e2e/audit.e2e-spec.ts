import { randomUUID } from 'node:crypto';
import { bulkActions } from '@gatehouse/contracts/identity/administration';
import { allRoutes } from '@gatehouse/contracts/routes';
import { isAnyPermission, roleTemplates } from '@gatehouse/contracts/permissions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, Api, times, type Tokens } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';

let gatehouse: RunningGatehouse;
let api: Api;
let staff: Tokens;
/** BOSS of another organization, and no staff. */
let tenant: Tokens;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  staff = await api.turnOnTotp((await api.setUp(gatehouse.setupUrl, 'ada@example.com')).access);
  const { access } = await api.newPerson('tenant@example.com');
  const created = await api.call('POST', '/api/v1/organizations', {
    token: access,
    body: { name: '=cmd|calc' },
  });
  expect(created.status).toBe(201);
  const organizationId = String(created.body.id);
  const switched = await api.call('POST', `/api/v1/organizations/${organizationId}/switch`, {
    token: access,
    body: {},
  });
  tenant = await api.turnOnTotp(String(switched.body.accessToken));
});
afterAll(() => gatehouse?.stop());

const get = (path: string, { access }: Tokens) => api.call('GET', path, { token: access });

/** The export as text. */
async function exported(search: string, { access }: Tokens) {
  const response = await fetch(`${gatehouse.url}/api/v1/audit-logs/export?${search}`, {
    headers: { authorization: `Bearer ${access}` },
  });
  expect(response.status).toBe(200);
  return { response, text: await response.text() };
}

const entriesIn = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the filters', () => {
  it('find what came of a request or from an address, and staff those of an organization', async () => {
    const headers = { 'x-request-id': 'request-of-the-filter-test' };
    await api.call('POST', '/auth/login', {
      headers,
      body: { email: 'nobody@example.com', password: 'wrong' },
    });
    await settled();
    const list = async (search: string, by: Tokens) =>
      (await get(`/api/v1/audit-logs?limit=100&${search}`, by)).body.data as Record<
        string,
        unknown
      >[];
    const [found] = await list('action=user.login_failed', staff);
    const ofRequest = await list(`requestId=${String(found?.requestId)}`, staff);
    expect(ofRequest.map(({ id }) => id)).toContain(found?.id);
    expect(await list('requestId=another', staff)).toEqual([]);
    expect((await list('ipAddress=127.0.0.1', staff)).length).toBeGreaterThan(0);
    expect(await list('ipAddress=203.0.113.1', staff)).toEqual([]);
    const own = (await api.validate(tenant.access)).body.organizationId as string;
    const theirs = await list(`organizationId=${own}`, staff);
    expect(theirs.length).toBeGreaterThan(0);
    expect(new Set(theirs.map(({ organizationId }) => organizationId))).toEqual(new Set([own]));
    const other = (await api.validate(staff.access)).body.organizationId as string;
    expect(await list(`organizationId=${other}`, tenant)).toEqual([]);
    expect((await list(`organizationId=${own}`, tenant)).length).toBeGreaterThan(0);
  });
});

describe('the export', () => {
  it('has all that the list has, as JSON lines, and nothing that the list leaves out', async () => {
    for (let number = 0; number < 3; number += 1) await api.signIn('ada@example.com', 'wrong');
    await settled();
    const { response, text } = await exported('format=jsonl&action=user.login_failed', staff);
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    expect(response.headers.get('content-disposition')).toContain('audit-trail.jsonl');
    const { body } = await get('/api/v1/audit-logs?limit=100&action=user.login_failed', staff);
    expect(entriesIn(text)).toEqual(body.data);
    expect(text).not.toContain('Salt');
  });

  it('reads page after page of a long trail, each entry once', async () => {
    await times(600, (index) => api.signIn(`long-${index}@example.com`, 'wrong'));
    await settled();
    const { text } = await exported('format=jsonl', staff);
    const sequences = entriesIn(text).map(({ sequence }) => Number(sequence));
    const last = Math.max(...sequences);
    expect(sequences).toEqual(Array.from({ length: last }, (_, index) => last - index));
  });

  it('is CSV that no spreadsheet takes for a formula (CWE-1236)', async () => {
    const { response, text } = await exported('action=organization.created,user.login', staff);
    expect(response.headers.get('content-type')).toContain('text/csv');
    expect(text.split('\n')[0]).toMatch(/^sequence,occurredAt,action,actorId,actorName,/);
    expect(text).toContain('=cmd|calc');
    expect(text).not.toMatch(/(^|,)"?[=+@]/m);
  });

  it('attack 23: tells an organization of itself alone', async () => {
    await settled();
    const own = entriesIn((await exported('format=jsonl', tenant)).text);
    const organizations = new Set(own.map(({ organizationId }) => organizationId));
    expect(organizations.size).toBe(1);
    const all = entriesIn((await exported('format=jsonl', staff)).text);
    expect(all.length).toBeGreaterThan(own.length);
  });

  it('is audited itself', async () => {
    await exported('format=csv&action=user.login', tenant);
    await expect
      .poll(async () => {
        const { body } = await get('/api/v1/audit-logs?action=audit.exported', tenant);
        return (body.data as { details: object }[]).map(({ details }) => details);
      })
      .toContainEqual({ format: 'csv', filter: { action: 'user.login' } });
  });
});

describe('an auditor', () => {
  it('reads, and can do nothing else', async () => {
    const [template] = roleTemplates;
    const role = await api.call('POST', '/api/v1/roles', { token: staff.access, body: template });
    expect(role.status).toBe(201);
    const added = await api.add(staff.access, 'auditor@example.com', String(role.body.id));
    // As a manager's, the role asks for a second factor.
    expect((await get('/api/v1/audit-logs', added)).body.code).toBe('enrolment_required');
    const auditor = await api.turnOnTotp(added.access);
    expect((await get('/api/v1/audit-logs', auditor)).status).toBe(200);
    expect((await get('/api/v1/users', auditor)).status).toBe(200);
    await exported('format=csv', auditor);
    const allowed: string[] = [...(template?.permissions ?? [])];
    const others = allRoutes.filter(
      ({ access }) => isAnyPermission(access) && !allowed.includes(access),
    );
    expect(others.length).toBeGreaterThan(40);
    for (const { method, path } of others) {
      const answer = await api.call(method, `/api/v1${path.replaceAll(/:\w+/g, randomUUID())}`, {
        token: auditor.access,
        ...(method === 'GET' ? {} : { body: {} }),
      });
      expect([403, 404], `${method} ${path}`).toContain(answer.status);
    }
    const changing = allRoutes.filter(
      ({ access, method, path }) =>
        allowed.includes(access) && method !== 'GET' && path !== '/audit-logs/verify',
    );
    // For all who see people; what they may do to each of them is decided for each.
    expect(changing.map(({ name }) => name)).toEqual(['administration.bulk']);
    for (const action of Object.keys(bulkActions)) {
      const { id } = await api.add(staff.access, `victim-${action}@example.com`, 'EMPLOYEE');
      const { status, body } = await api.call('POST', '/api/v1/users/bulk', {
        token: auditor.access,
        body: { action, userIds: [id] },
      });
      const outcomes = (body.outcomes ?? []) as { done: boolean }[];
      expect(status === 403 || outcomes.every(({ done }) => !done), action).toBe(true);
    }
  });
});

describe('the verification', () => {
  const verify = ({ access }: Tokens) =>
    api.call('POST', '/api/v1/audit-logs/verify', { token: access });

  async function verdict(started: Answer, who: Tokens) {
    const path = `/api/v1/audit-logs/verifications/${String(started.body.id)}`;
    await expect.poll(async () => (await get(path, who)).body.state).toBe('done');
    return (await get(path, who)).body;
  }

  it('runs once, however many ask for it at once', async () => {
    const started = await times(8, () => verify(staff));
    expect(new Set(started.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(started.map(({ body }) => body.id)).size).toBe(1);
    const [first] = started;
    if (!first) throw new Error('nothing was started');
    expect(await verdict(first, staff)).toMatchObject({ valid: true, sequence: null });
    // How much the trail of the installation holds is not for everybody.
    expect(await verdict(first, tenant)).toMatchObject({ valid: true, entries: null, hash: null });
  });

  it('attack 38: tells staff which entry was edited', async () => {
    await query(gatehouse.databaseUrl, 'ALTER TABLE audit.entries DISABLE TRIGGER ALL');
    await query(
      gatehouse.databaseUrl,
      `UPDATE audit.entries SET action = 'user.updated' WHERE sequence = 3`,
    );
    await query(
      gatehouse.databaseUrl,
      `UPDATE audit.verifications SET updated_at = now() - interval '2 minutes'`,
    );
    const started = await verify(staff);
    expect(await verdict(started, staff)).toMatchObject({ valid: false, sequence: 3 });
    expect(await verdict(started, tenant)).toMatchObject({ valid: false, sequence: null });
    await expect
      .poll(async () => {
        const { body } = await get('/api/v1/audit-logs?action=audit.verified', staff);
        return (body.data as { details: object }[])[0]?.details;
      })
      .toMatchObject({ valid: false, sequence: 3 });
  });
});

/** Until the trail has told of everything. */
async function settled(): Promise<void> {
  await expect
    .poll(async () => {
      const [row] = await query(
        gatehouse.databaseUrl,
        `SELECT count(*)::int AS open FROM identity.outbox AS past
          WHERE NOT EXISTS (SELECT FROM audit.entries WHERE id = past.id)`,
      );
      return row?.open;
    })
    .toBe(0);
}
