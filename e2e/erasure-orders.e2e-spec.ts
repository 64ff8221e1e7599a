import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, statuses, times } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';
import { eventually } from '../server/test/harness/waiting/eventually.js';

let gatehouse: RunningGatehouse;
let api: Api;
/** Primary admin, super admin, and BOSS of Northwind. */
let owner: string;
/** BOSS of Contoso, and not of the staff. */
let boss: string;

const call = (method: string, path: string, token: string, body?: unknown) =>
  api.call(method, path, { token, ...(body === undefined ? {} : { body }) });
const order = (id: string, by = owner) =>
  call('POST', `/admin/inactive-accounts/${id}/erasure`, by, { reason: 'Left in spring' });
const callOff = (id: string, by = owner) =>
  call('DELETE', `/admin/inactive-accounts/${id}/erasure`, by);
const listed = async (search: string) => {
  const { body } = await call('GET', `/admin/inactive-accounts?search=${search}`, owner);
  return body.data as Record<string, unknown>[];
};
const rowOf = async (id: string) =>
  (await query(gatehouse.databaseUrl, 'SELECT * FROM identity.users WHERE id = $1', [id]))[0];
const makeDue = (id: string) =>
  query(gatehouse.databaseUrl, 'UPDATE identity.erasures SET due_at = now() WHERE user_id = $1', [
    id,
  ]);

/** Somebody of Contoso whose account its BOSS has closed. */
async function addLeaver(email: string, closing: 'deactivate' | 'delete' = 'deactivate') {
  const { id } = await api.add(boss, email, 'EMPLOYEE');
  const closed =
    closing === 'delete'
      ? await call('DELETE', `/users/${id}`, boss)
      : await call('POST', `/users/${id}/deactivate`, boss);
  expect(closed.status).toBeLessThan(300);
  return id;
}

/** Somebody who looks after the installation. */
async function addStaff(email: string, platformRole: 'admin' | 'super_admin') {
  const { access } = await api.turnOnTotp((await api.newPerson(email)).access);
  expect((await call('POST', '/staff', owner, { email, platformRole })).status).toBe(201);
  return { access, id: String((await api.validate(access)).body.userId) };
}

beforeAll(async () => {
  gatehouse = await startGatehouse({
    GATEHOUSE_ERASURE_EVERY_SECONDS: '1',
  });
  api = new Api(gatehouse.url);
  owner = (await api.turnOnTotp((await api.setUp(gatehouse.setupUrl, 'owner@order.test')).access))
    .access;
  const founder = await api.newPerson('boss@order.test');
  await call('POST', '/organizations', founder.access, { name: 'Contoso' });
  boss = (await api.turnOnTotp((await api.tokensOf('boss@order.test')).access)).access;
});
afterAll(() => gatehouse?.stop());

describe('an erasure that the staff orders', () => {
  it('is told to the person and in the audit trail of their organization, and done on its day', async () => {
    const id = await addLeaver('leaver@order.test');
    expect(await listed('leaver@order')).toMatchObject([
      { id, status: 'deactivated', erasure: null },
    ]);
    const { status, body } = await order(id);
    expect(status).toBe(202);
    const days = (Date.parse(String(body.dueAt)) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(13);
    expect(await listed('leaver@order')).toMatchObject([
      { id, erasure: { dueAt: body.dueAt, reason: 'Left in spring' } },
    ]);
    const [mail] = await api.mailsFor('leaver@order.test');
    expect(mail?.text).toContain('Left in spring');
    expect(mail?.text).not.toContain('token=');
    for (const token of [owner, boss])
      await eventually(async () => {
        const { body: trail } = await call(
          'GET',
          `/audit-logs?action=user.erasure_ordered&resourceId=${id}`,
          token,
        );
        expect(trail.data).toMatchObject([{ details: { reason: 'Left in spring' } }]);
      });
    await makeDue(id);
    await eventually(async () =>
      expect(await rowOf(id)).toMatchObject({ email: `${id}@erased.invalid` }),
    );
    expect(await listed('leaver@order')).toEqual([]);
    expect(await listed(id)).toEqual([]);
    expect((await order(id)).status).toBe(404);
  });

  it('takes deleted accounts too', async () => {
    const id = await addLeaver('deleted@order.test', 'delete');
    expect(await listed('deleted@order')).toMatchObject([{ id, status: 'deleted' }]);
    expect((await order(id)).status).toBe(202);
    await makeDue(id);
    await eventually(async () => expect(await rowOf(id)).toMatchObject({ first_name: 'Erased' }));
  });

  it('is of closed accounts alone', async () => {
    const { id } = await api.add(boss, 'active@order.test', 'EMPLOYEE');
    expect((await order(id)).status).toBe(409);
    expect((await order(randomUUID())).status).toBe(404);
    expect((await callOff(id)).status).toBe(404);
  });

  it('of many who order it at once one does, and it can be called off and ordered again', async () => {
    const id = await addLeaver('twice@order.test');
    const answers = statuses(await times(5, () => order(id)));
    expect(answers.toSorted((a, b) => a - b)).toEqual([202, 409, 409, 409, 409]);
    expect((await callOff(id)).status).toBe(204);
    expect((await callOff(id)).status).toBe(404);
    expect((await order(id)).status).toBe(202);
  });

  it('is called off by activating the account', async () => {
    const id = await addLeaver('back@order.test');
    expect((await order(id)).status).toBe(202);
    expect((await call('POST', `/users/${id}/activate`, boss)).status).toBe(200);
    // Also when its day comes before that is told.
    await makeDue(id);
    await eventually(async () => {
      const [row] = await query(
        gatehouse.databaseUrl,
        'SELECT cancelled_at FROM identity.erasures WHERE user_id = $1',
        [id],
      );
      expect(row?.cancelled_at).toBeInstanceOf(Date);
    });
    expect(await rowOf(id)).toMatchObject({ email: 'back@order.test', is_active: true });
  });

  it('leaves alone what people asked for themselves', async () => {
    const { id, access } = await api.add(boss, 'own@order.test', 'EMPLOYEE');
    expect((await call('POST', '/auth/account/erase', access)).status).toBe(202);
    expect((await call('POST', `/users/${id}/deactivate`, boss)).status).toBe(200);
    expect(await listed('own@order')).toMatchObject([{ erasure: { reason: null } }]);
    expect((await order(id)).status).toBe(409);
    expect((await callOff(id)).status).toBe(404);
  });

  it('attack 25: admins order none, and nobody one of an equal', async () => {
    const admin = await addStaff('admin@order.test', 'admin');
    const equal = await addStaff('equal@order.test', 'super_admin');
    const id = await addLeaver('victim@order.test');
    expect((await order(id, admin.access)).status).toBe(403);
    expect((await order(id, boss)).status).toBe(403);
    const primary = String((await api.validate(owner)).body.userId);
    const activate = (active: boolean, ids: readonly string[]) =>
      query(gatehouse.databaseUrl, 'UPDATE identity.users SET is_active = $1 WHERE id = ANY ($2)', [
        active,
        ids,
      ]);
    await activate(false, [primary]);
    expect((await order(primary, equal.access)).status).toBe(403);
    await activate(true, [primary]);
    await activate(false, [admin.id, equal.id]);
    expect((await order(equal.id)).status).toBe(403);
    expect((await order(admin.id)).status).toBe(202);
  });
});
