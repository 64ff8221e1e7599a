import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, statuses, type Tokens } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';

interface Person extends Tokens {
  readonly id: string;
  readonly email: string;
}

let gatehouse: RunningGatehouse;
let api: Api;
/** Of the set-up: primary admin, super admin, and BOSS of Northwind. */
let primary: Person;
/** BOSS of an organization of their own, and not of the staff. */
let boss: Person;
let organizationId: string;

const idOf = async (access: string) => String((await api.validate(access)).body.userId);
const enrolled = async (email: string, access: string): Promise<Person> => {
  const tokens = await api.turnOnTotp(access);
  return { ...tokens, email, id: await idOf(tokens.access) };
};
/** Somebody of no organization, with a second factor. */
const newPerson = async (email: string) => enrolled(email, (await api.newPerson(email)).access);
const newEmployee = async (email: string) => {
  const { id, access, refresh } = await api.add(boss.access, email, 'EMPLOYEE');
  return { id, email, access, refresh };
};

const call = (method: string, path: string, by: Tokens, body?: unknown) =>
  api.call(method, path, { token: by.access, ...(body === undefined ? {} : { body }) });
const appoint = (email: string, platformRole = 'admin', by: Tokens = primary) =>
  call('POST', '/staff', by, { email, platformRole });
const dismiss = (id: string, by: Tokens = primary) => call('DELETE', `/staff/${id}`, by);

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'primary@example.com');
  primary = await enrolled('primary@example.com', access);
  const founder = await api.newPerson('boss@example.com');
  const made = await call('POST', '/organizations', founder, { name: 'Contoso 100%' });
  organizationId = String(made.body.id);
  const { access: first } = await api.tokensOf('boss@example.com');
  boss = await enrolled('boss@example.com', first);
});
afterAll(() => gatehouse?.stop());

describe('staff of the installation', () => {
  it('are appointed and dismissed; that holds from their next request on, and is told', async () => {
    const ada = await newPerson('ada@example.com');
    expect((await call('GET', '/admin/organizations', ada)).status).toBe(403);
    const appointed = await appoint('ADA@example.com');
    expect(appointed.status).toBe(201);
    expect(appointed.body).toMatchObject({ id: ada.id, platformRole: 'admin' });
    expect((await call('GET', '/admin/organizations', ada)).status).toBe(200);
    // An admin looks after organizations, and not after the staff.
    expect((await call('GET', '/staff', ada)).status).toBe(403);
    expect((await appoint('boss@example.com', 'admin', ada)).status).toBe(403);
    const { body } = await call('GET', '/staff', primary);
    expect((body.data as { id: string }[]).map(({ id }) => id)).toEqual([ada.id, primary.id]);

    expect((await appoint(ada.email)).status).toBe(409);
    const role = { platformRole: 'super_admin' };
    expect((await call('PUT', `/staff/${ada.id}/role`, primary, role)).status).toBe(200);
    expect((await call('GET', '/staff', ada)).status).toBe(200);
    expect((await dismiss(ada.id)).status).toBe(204);
    expect((await call('GET', '/admin/organizations', ada)).status).toBe(403);
    expect((await dismiss(ada.id)).status).toBe(404);

    for (const email of [ada.email, primary.email]) {
      const mails = await api.mailsFor(email);
      const told = mails.filter(({ subject }) => subject.includes('staff of the installation'));
      expect(told).toHaveLength(3);
    }
    await expect
      .poll(async () => {
        const trail = await call('GET', `/audit-logs?resourceId=${ada.id}&limit=100`, primary);
        const entries = trail.body.data as { action: string; organizationId: string | null }[];
        return entries
          .filter(({ action }) => action.startsWith('staff.'))
          .map((entry) => [entry.action, entry.organizationId]);
      })
      .toEqual([
        ['staff.dismissed', null],
        ['staff.appointed', null],
        ['staff.appointed', null],
      ]);
  });

  it('must have an account to sign in with, and a second factor before anything else', async () => {
    expect((await appoint('nobody@example.com')).status).toBe(404);
    const { access, refresh } = await api.newPerson('bare@example.com');
    const bare = { access, refresh };
    expect((await call('GET', '/auth/sessions', bare)).status).toBe(200);
    await appoint('bare@example.com');
    const answer = await call('GET', '/auth/sessions', bare);
    expect(answer.body.code).toBe('enrolment_required');
  });

  it('the primary admin is neither demoted nor dismissed, not even by themselves', async () => {
    const other = await newPerson('other@example.com');
    await appoint(other.email, 'super_admin');
    for (const by of [primary, other]) {
      expect((await dismiss(primary.id, by)).status).toBe(403);
      const demoted = { platformRole: 'admin' };
      expect((await call('PUT', `/staff/${primary.id}/role`, by, demoted)).status).toBe(403);
    }
    expect((await dismiss(other.id, other)).status).toBe(204);
  });

  it('attack 7: super admins who dismiss each other, or themselves, at once leave one', async () => {
    const [one, two] = [await newPerson('one@example.com'), await newPerson('two@example.com')];
    // Without a primary admin, who always stays.
    await query(
      gatehouse.databaseUrl,
      `UPDATE identity.users SET is_primary_admin = false, platform_role = 'admin' WHERE id = $1`,
      [primary.id],
    );
    try {
      for (const [first, second] of [
        [two.id, one.id],
        [one.id, two.id],
      ] as const) {
        await query(
          gatehouse.databaseUrl,
          `WITH appointed AS (
             UPDATE identity.users SET platform_role = 'super_admin' WHERE id = ANY ($1::uuid[]))
           UPDATE identity.sessions SET version = version + 1 WHERE user_id = ANY ($1::uuid[])`,
          [[one.id, two.id]],
        );
        const answers = await Promise.all([dismiss(first, one), dismiss(second, two)]);
        expect(statuses(answers).filter((status) => status === 204)).toHaveLength(1);
        const left = await query(
          gatehouse.databaseUrl,
          `SELECT id FROM identity.users WHERE platform_role = 'super_admin'`,
          [],
        );
        expect(left).toHaveLength(1);
        const last = left[0]?.id === one.id ? one : two;
        const alone = await dismiss(last.id, last);
        expect(alone.body.code).toBe('last_super_admin');
      }
    } finally {
      await query(
        gatehouse.databaseUrl,
        `UPDATE identity.users SET is_primary_admin = id = $1,
           platform_role = CASE WHEN id = $1 THEN 'super_admin' END
         WHERE id = ANY ($2::uuid[])`,
        [primary.id, [primary.id, one.id, two.id]],
      );
    }
  });
});

describe('staff in any organization', () => {
  it('see organizations, their people and their policies', async () => {
    const found = await call('GET', '/admin/organizations?search=contoso%20100%25', primary);
    expect(found.body.data).toMatchObject([{ id: organizationId, name: 'Contoso 100%' }]);
    const none = await call('GET', '/admin/organizations?search=%25%25%25', primary);
    expect(none.body.data).toEqual([]);
    const first = await call('GET', '/admin/organizations?limit=1', primary);
    const { nextCursor } = first.body.page as { nextCursor: string };
    const rest = await call('GET', `/admin/organizations?cursor=${nextCursor}`, primary);
    expect((rest.body.data as { name: string }[]).map(({ name }) => name)).toEqual(['Northwind']);
    const path = `/admin/organizations/${organizationId}`;
    expect((await call('GET', path, primary)).body).toMatchObject({
      name: 'Contoso 100%',
      members: 1,
    });
    const people = await call('GET', `${path}/users?search=boss`, primary);
    expect(people.body.data).toMatchObject([{ id: boss.id, role: 'BOSS' }]);
    expect((await call('GET', `${path}/policies`, primary)).body).toMatchObject({
      sessions: 'standard',
    });
    for (const suffix of ['', '/users', '/policies'])
      expect((await call('GET', `/admin/organizations/${boss.id}${suffix}`, primary)).status).toBe(
        404,
      );
  });

  const actFor = (userId: string, by: Tokens = primary, where = organizationId) =>
    call('POST', `/admin/organizations/${where}/users/${userId}/impersonate`, by, {
      reason: 'Ticket 7',
      minutes: 5,
    });

  it('act for its people, as a member and for a while; both sides hear of it', async () => {
    const { status, body } = await actFor(boss.id);
    expect(status).toBe(201);
    expect(body.expiresIn).toBeLessThanOrEqual(5 * 60);
    const token = { access: String(body.accessToken), refresh: '' };
    const me = await call('GET', '/auth/profile', token);
    expect(me.body).toMatchObject({ id: boss.id, role: 'BOSS', organizationId });
    expect((await call('GET', '/users', token)).status).toBe(200);
    expect((await call('GET', '/staff', token)).status).toBe(403);
    const [mail] = await api.mailsFor(boss.email);
    expect(mail?.text).toContain('of the staff of the installation');
    await expect
      .poll(async () => {
        const trail = await call('GET', '/audit-logs?action=impersonation.started', boss);
        return trail.body.data;
      })
      .toMatchObject([{ actorId: primary.id, affectedId: boss.id, organizationId }]);
  });

  it('attack 25: an admin who acts for a BOSS decides nothing that is for owners or super admins', async () => {
    const admin = await newPerson('acting-admin@example.com');
    await appoint(admin.email);
    const member = await newEmployee('heir@example.com');
    const { body } = await actFor(boss.id, admin);
    const acting = { access: String(body.accessToken), refresh: '' };
    expect((await call('GET', '/users', acting)).status).toBe(200);
    for (const [method, path, wish] of [
      ['POST', '/organizations/current/owners', { userId: member.id }],
      ['DELETE', `/organizations/current/owners/${boss.id}`, undefined],
      ['POST', '/organizations/current/transfer', { userId: member.id }],
      ['POST', '/organizations/current/close', { reason: 'Mine', name: 'Contoso 100%' }],
      ['PUT', `/users/${member.id}/role`, { role: 'MANAGER' }],
      ['POST', `/users/${member.id}/password/reset`, undefined],
    ] as const) {
      const answer = await call(method, path, acting, wish);
      expect([path, answer.status]).toEqual([path, 403]);
    }
    expect((await call('GET', '/users', boss)).status).toBe(200);
  });

  it('act for somebody whose second factor is still missing, by their own', async () => {
    const { id } = await api.add(boss.access, 'late@example.com', 'MANAGER');
    const { body } = await actFor(id);
    const token = { access: String(body.accessToken), refresh: '' };
    expect((await call('GET', '/users', token)).status).toBe(200);
  });

  it('act for nobody who is not there, for no staff, not from within, and need the permission', async () => {
    expect((await actFor(primary.id)).status).toBe(404);
    expect((await actFor(boss.id, boss)).status).toBe(403);
    const helper = await newEmployee('helper@example.com');
    await appoint(helper.email);
    expect((await actFor(helper.id)).status).toBe(403);
    const { body } = await actFor(boss.id);
    const acting = { access: String(body.accessToken), refresh: '' };
    expect((await actFor(helper.id, acting)).status).toBe(403);
  });

  it('no longer once they are dismissed', async () => {
    const helper = await newPerson('short@example.com');
    await appoint(helper.email);
    const { body } = await actFor(boss.id, helper);
    expect((await api.validate(String(body.accessToken))).status).toBe(200);
    await dismiss(helper.id);
    expect((await api.validate(String(body.accessToken))).status).toBe(401);
  });
});

describe('attack: a BOSS takes over a member of the staff who belongs to the organization', () => {
  const deeds = (id: string) =>
    [
      ['POST', `/users/${id}/password/reset`, undefined],
      ['POST', `/users/${id}/factors/reset`, { reason: 'Lost' }],
      ['POST', `/users/${id}/impersonate`, { reason: 'A ticket' }],
      ['PATCH', `/users/${id}`, { firstName: 'Mallory' }],
      ['POST', `/users/${id}/activate`, undefined],
      ['POST', `/users/${id}/deactivate`, undefined],
    ] as const;

  it('is refused whatever touches the account', async () => {
    const employee = await newEmployee('staff@example.com');
    const staff = await enrolled(employee.email, employee.access);
    await appoint(staff.email, 'super_admin');
    for (const [method, path, body] of deeds(staff.id))
      expect([path, (await call(method, path, boss, body)).status]).toEqual([path, 403]);
    const bulk = { action: 'reset_password', userIds: [staff.id] };
    const { body } = await call('POST', '/users/bulk', boss, bulk);
    expect(body.outcomes).toMatchObject([{ done: false, code: 'forbidden' }]);
    expect((await call('GET', '/staff', staff)).status).toBe(200);
    expect((await api.signIn(staff.email)).body.requires2FA).toBe(true);
  });

  it('may remove them from the organization, and they remain staff', async () => {
    const employee = await newEmployee('leaves@example.com');
    const staff = await enrolled(employee.email, employee.access);
    await appoint(staff.email);
    expect((await call('DELETE', `/users/${staff.id}`, boss)).status).toBe(204);
    expect((await api.signIn(staff.email)).body.requires2FA).toBe(true);
  });

  it('is possible with whoever is no staff: the refusals above are not for another reason', async () => {
    const employee = await newEmployee('plain@example.com');
    const person = await enrolled(employee.email, employee.access);
    const answers = [];
    for (const [method, path, body] of deeds(person.id).toReversed())
      answers.push((await call(method, path, boss, body)).status);
    expect(answers).toEqual([200, 200, 200, 201, 204, 204]);
  });
});
