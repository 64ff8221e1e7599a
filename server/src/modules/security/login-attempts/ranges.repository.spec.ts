import { attemptRoutes } from '@gatehouse/contracts/security/attempts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failed, startSecurity, type TestSecurity } from '../../../../test/harness/security.js';
import { newId } from '../../../kernel/id.js';
import { AttemptsExportService } from './attempts-export.service.js';
import { LoginAttemptsService } from './login-attempts.service.js';

let security: TestSecurity;
beforeEach(async () => {
  security = await startSecurity();
  await security.handle(
    ...['198.51.100.1', '198.51.100.200', '198.51.101.1', '2001:db8:0:1::5', '2001:db8:0:2::5'].map(
      (address) => failed(security, address, `of ${address}`),
    ),
  );
});
afterEach(() => security.stop());

const listed = async (address: string) => {
  const query = attemptRoutes.list.query.parse({ address });
  const { data } = await security.get(LoginAttemptsService).list(query);
  return data.map(({ address }) => address ?? '').toSorted((a, b) => a.localeCompare(b));
};

describe('attempts by range', () => {
  it.each([
    ['198.51.100.1', ['198.51.100.1']],
    ['198.51.100.0/24', ['198.51.100.1', '198.51.100.200']],
    ['198.51.100.77/23', ['198.51.100.1', '198.51.100.200', '198.51.101.1']],
    ['198.51.100.1/32', ['198.51.100.1']],
    ['2001:db8::/32', ['2001:db8:0:1::5', '2001:db8:0:2::5']],
    ['2001:db8:0:1::/64', ['2001:db8:0:1::5']],
    ['2001:db8:0:1::/80', ['2001:db8:0:1::5']],
    ['192.0.2.0/24', []],
  ])('%s', async (range, addresses) => {
    expect(await listed(range)).toEqual(addresses);
  });

  it('tells which accounts were tried from a range', async () => {
    const accounts = await security
      .get(LoginAttemptsService)
      .pivot({ by: 'address', value: '198.51.100.0/24' });
    expect(accounts.map(({ value }) => value).toSorted()).toEqual([
      'of 198.51.100.1',
      'of 198.51.100.200',
    ]);
  });

  it('are found by the index, of however many', async () => {
    await security.pool.query(`
      INSERT INTO security.login_attempts (id, occurred_at, kind, succeeded, network)
      SELECT gen_random_uuid(), now(), 'sign_in', false, ('10.0.' || i % 200 || '.1/32')::cidr
        FROM generate_series(1, 20000) AS i`);
    await security.pool.query('ANALYZE security.login_attempts');
    const { rows } = await security.pool.query(
      `EXPLAIN SELECT * FROM security.login_attempts WHERE network <<= $1::cidr
        ORDER BY occurred_at DESC LIMIT 20`,
      ['198.51.0.0/16'],
    );
    const plan = rows.map((row) => String(Object.values(row)[0])).join('\n');
    expect(plan).toMatch(/Index Cond: \(+\(?network/);
  });
});

describe('attempts by what came of them', () => {
  const found = async (query: object) => {
    const { data } = await security
      .get(LoginAttemptsService)
      .list(attemptRoutes.list.query.parse(query));
    return data.length;
  };

  it('are those that failed for a reason, of an organization, or on a new device', async () => {
    const organizationId = newId();
    await security.pool.query(
      `UPDATE security.login_attempts SET organization_id = $1, failure = 'delayed'
        WHERE address = '198.51.100.1'`,
      [organizationId],
    );
    await security.pool.query(
      `UPDATE security.login_attempts SET new_device = true WHERE address LIKE '2001:%'`,
    );
    expect(await found({ failure: 'delayed' })).toBe(1);
    expect(await found({ failure: 'wrong_credentials' })).toBe(4);
    expect(await found({ organizationId })).toBe(1);
    expect(await found({ organizationId: newId() })).toBe(0);
    expect(await found({ newDevice: 'true' })).toBe(2);
    expect(await found({ newDevice: 'false' })).toBe(3);
  });

  it('are taken out as a file, all of them, and that is told', async () => {
    const wish = attemptRoutes.export.query.parse({ address: '198.51.100.0/24' });
    let text = '';
    for await (const part of await security.get(AttemptsExportService).read(wish))
      text += String(part);
    const lines = text.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^occurredAt,kind,succeeded,failure,/);
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain('wrong_credentials');
    expect(await security.told('attempts.exported')).toMatchObject([
      { data: { filter: { address: '198.51.100.0/24' } } },
    ]);
  });
});
