import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { erasedWordsPlace, events } from '@gatehouse/contracts/events';
import {
  failed,
  signedIn,
  startSecurity,
  type TestSecurity,
  times,
} from '../../../../test/harness/security.js';
import { hours } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { LoginAttemptsJob } from '../login-attempts/login-attempts.job.js';

let security: TestSecurity;
beforeEach(async () => {
  security = await startSecurity();
});
afterEach(() => security.stop());

describe('recording', () => {
  it('writes an attempt down with what is known, and counts it', async () => {
    const userId = newId();
    const address = '2001:db8:1:2:3:4:5:6';
    const sessionId = newId();
    await security.handle(
      signedIn(security, address, userId, { sessionId }),
      security.event(
        events.twoFactorFailed,
        { userId, method: 'totp' },
        { address, agent: 'Firefox' },
      ),
    );
    const { rows } = await security.pool.query('SELECT * FROM security.login_attempts');
    expect(rows).toHaveLength(2);
    expect(rows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'sign_in', succeeded: true, session_id: sessionId }),
        expect.objectContaining({
          kind: 'second_factor',
          failure: 'wrong_code',
          network: '2001:db8:1:2::/64',
          user_agent: 'Firefox',
        }),
      ]),
    );
    const sums = await security.pool.query(
      'SELECT succeeded, failed FROM security.attempt_sums WHERE width = 60',
    );
    expect(sums.rows).toEqual([{ succeeded: 1, failed: 1 }]);
  });

  it('makes the day of an event that comes late, and leaves out what is past its time', async () => {
    const late = failed(security, '192.0.2.1', 'ada', { ahead: -hours(24 * 20) });
    const past = failed(security, '192.0.2.1', 'ada', { ahead: -hours(24 * 31) });
    await security.handle(late, past);
    const { rows } = await security.pool.query('SELECT id FROM security.login_attempts');
    expect(rows).toEqual([{ id: late.id }]);
  });

  it('drops days past their time with their partition, and keeps the others', async () => {
    await security.handle(
      failed(security, '192.0.2.1', 'ada', { ahead: -hours(24 * 29) }),
      failed(security, '192.0.2.1', 'ada'),
    );
    security.clock.ahead = hours(24 * 2);
    await security.get(LoginAttemptsJob).turn();
    const { rows } = await security.pool.query('SELECT identifier FROM security.login_attempts');
    expect(rows).toHaveLength(1);
    const left = await security.pool.query(
      `SELECT count(*)::int AS days FROM pg_inherits WHERE inhparent = 'security.login_attempts'::regclass`,
    );
    expect(left.rows[0]).toEqual({ days: 7 });
  });

  it('counts right when two instances record at once', async () => {
    const batches = times(8, (batch) =>
      times(5, (index) => failed(security, '198.51.100.7', `person${batch}-${index % 2}`)),
    );
    await Promise.all(batches.map((batch) => security.handle(...batch)));
    expect(await security.told('ip_block.created')).toHaveLength(1);
    const sums = await security.pool.query(
      'SELECT sum(failed)::int AS failed FROM security.attempt_sums WHERE width = 60',
    );
    expect(sums.rows).toEqual([{ failed: 40 }]);
  });
});

describe('the audit trail', () => {
  it('raises an alert when it is not whole, and none when it is', async () => {
    const verified = (valid: boolean) =>
      security.event(events.auditVerified, {
        verificationId: newId(),
        valid,
        sequence: valid ? null : 42,
      });
    await security.handle(verified(true));
    expect(await security.detected()).toEqual([]);
    await security.handle(verified(false));
    expect(await security.alerts()).toMatchObject([
      {
        detection: 'audit_tampering',
        severity: 'critical',
        summary: 'The audit trail is not as it was written, from entry 42 on',
      },
    ]);
  });
});

describe('attack 18: a passkey whose counter went back', () => {
  it('raises one alert for the account, however often it is tried', async () => {
    const userId = newId();
    const regressed = () =>
      security.event(events.passkeyCounterRegressed, { userId, passkeyId: newId(), name: 'Key' });
    await security.handle(regressed());
    await security.handle(regressed());
    expect(await security.alerts()).toMatchObject([
      { detection: 'passkey_cloning', severity: 'critical', subject: userId, occurrences: 2 },
    ]);
  });
});

describe('somebody who is erased', () => {
  it('is forgotten in attempts, sums and alerts; that something was tried stays', async () => {
    const userId = newId();
    const name = 'ada@example.com';
    await security.handle(
      failed(security, '192.0.2.1', name, { userId }),
      failed(security, '192.0.2.1', `<${name}>`),
      failed(security, '192.0.2.1', 'Com'),
      failed(security, '192.0.2.1', 'grace@example.com'),
      failed(security, '192.0.2.1', 'not.ada@example.com'),
      ...times(8, () =>
        security.event(
          events.twoFactorFailed,
          { userId, method: 'totp' },
          { address: '192.0.2.1' },
        ),
      ),
    );
    const place = erasedWordsPlace(userId);
    const sealedWords = security.cipher
      .seal(JSON.stringify(['Ada@Example.com', 'com']), place)
      .toString('base64');
    await security.handle(security.event(events.userErased, { userId, sealedWords }));
    await security.erase();
    const { rows } = await security.pool.query<{ found: string }>(`
      SELECT to_jsonb(a)::text AS found FROM security.login_attempts a
      UNION ALL SELECT to_jsonb(h)::text FROM security.attempt_hours h
      UNION ALL SELECT to_jsonb(a)::text FROM security.alerts a`);
    expect(rows.length).toBeGreaterThanOrEqual(12);
    const everything = rows.map(({ found }) => found).join('\n');
    expect(everything).not.toContain(userId);
    expect(everything).not.toMatch(/(?<!not\.)ada@example|"com"/i);
    const others = await security.pool.query(
      `SELECT identifier, address FROM security.login_attempts
        WHERE identifier IS NOT NULL ORDER BY identifier`,
    );
    expect(others.rows).toEqual([
      { identifier: 'grace@example.com', address: '192.0.2.1' },
      { identifier: 'not.ada@example.com', address: '192.0.2.1' },
    ]);
    const sums = await security.pool.query(
      `SELECT subject FROM security.attempt_hours WHERE subject_type = 'account' ORDER BY subject`,
    );
    expect(sums.rows).toEqual([
      { subject: 'grace@example.com' },
      { subject: 'not.ada@example.com' },
    ]);
  });
});
