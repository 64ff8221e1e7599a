import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CloudEvent } from '@gatehouse/contracts/events';
import { formerEntry } from '../../../test/harness/former-audit-entry.js';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/database.js';
import type { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/id.js';
import { type Config, loadConfig } from '../../platform/config/config.js';
import { AesFieldCipher } from '../../platform/crypto/aes-field-cipher.js';
import { KeyRing } from '../../platform/crypto/key-ring.js';
import { Database } from '../../platform/database/database.js';
import { Erasures } from '../../platform/erasure/erasures.js';
import { ErasuresRepository } from '../../platform/erasure/erasures.repository.js';
import { AuditLog } from '../../platform/telemetry/audit-log.js';
import { hashOf, signHead } from './audit-chain.js';
import { AuditListener } from './audit.listener.js';
import { AuditRepository } from './audit.repository.js';
import { AuditTrailService } from './audit-trail.service.js';
import { TrailErasureRepository } from './erasure/trail-erasure.repository.js';
import { verifyAuditChain } from './audit-verifier.js';
import { VerificationsJob } from './verification/verifications.job.js';
import { VerificationsRepository } from './verification/verifications.repository.js';
import { Events } from '../../platform/events/events.js';
import { EventDirectory } from '../../platform/events/event-listener.js';
import { OutboxRepository } from '../../platform/events/outbox/outbox.repository.js';
import type { Jobs } from '../../platform/jobs/jobs.js';
import { RetentionRepository } from './retention/retention.repository.js';
import { RetentionService } from './retention/retention.service.js';

let created: TestDatabase;
let pool: pg.Pool;
let database: Database;
let listener: AuditListener;
let erasures: Erasures;
const keys = new KeyRing([{ id: 'k1', bytes: randomBytes(32) }]);
const cipher = new AesFieldCipher(keys);
const repository = new AuditRepository();

class NoLog extends AuditLog {
  override write(): void {}
}

beforeEach(async () => {
  created = await createTestDatabase();
  pool = new pg.Pool({ connectionString: created.url, max: 10 });
  pool.on('error', () => {});
  database = new Database(pool);
  const jobs = { register: () => undefined } as unknown as Jobs;
  erasures = new Erasures(new ErasuresRepository(), database, cipher, jobs, loadConfig({}));
  void new TrailErasureRepository(erasures);
  listener = new AuditListener(new AuditTrailService(repository, keys), erasures, new NoLog());
});
afterEach(async () => {
  await pool.end();
  await created.drop();
});

const event = (number: number, about: Partial<CloudEvent> = {}): CloudEvent => ({
  specversion: '1.0',
  id: newId(),
  source: '/identity',
  type: 'user.updated',
  dataschema: 'urn:gatehouse:event:user.updated:1.0.0',
  time: new Date(1_790_000_000_123 + number).toISOString(),
  subject: `user/${newId()}`,
  datacontenttype: 'application/json',
  correlationid: `request-${number}`,
  clientaddress: '2001:db8::1',
  useragent: 'Firefox',
  traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`,
  impersonatorid: newId(),
  actorid: newId(),
  organizationid: newId(),
  data: { z: [1.5, 1e21, 0, null, 'ä\u{1F600}"\\'], a: { y: number, b: true } },
  ...about,
});

const write = (events: readonly CloudEvent[]) =>
  database.transaction((tx) => listener.handle(tx, events));
const fill = () => write(Array.from({ length: 12 }, (_, index) => event(index + 1)));
const verdict = () => verifyAuditChain(database, keys, { pageSize: 5 });

/** What somebody with the database owner's rights can do. */
const tamper = (sql: string) =>
  pool.query(`ALTER TABLE audit.entries DISABLE TRIGGER ALL; ALTER TABLE audit.head DISABLE TRIGGER ALL;
    ${sql}; ALTER TABLE audit.entries ENABLE TRIGGER ALL; ALTER TABLE audit.head ENABLE TRIGGER ALL`);

it('writes an event with everything that its envelope tells', async () => {
  const userId = newId();
  const told = event(1, { subject: `user/${userId}` });
  await write([told]);
  const [row] = await repository.list(database.connection, {}, 10);
  expect(row).toMatchObject({
    sequence: 1,
    id: told.id,
    action: 'user.updated',
    actorId: told.actorid,
    organizationId: told.organizationid,
    resourceType: 'user',
    resourceId: userId,
    details: told.data,
    ipAddress: '2001:db8::1',
    requestId: 'request-1',
    impersonatorId: told.impersonatorid,
    userAgent: 'Firefox',
    traceId: 'ab'.repeat(16),
    source: '/identity',
    version: '1.0.0',
    occurredAt: new Date(told.time),
  });
});

it('numbers without gaps when many append at once and some roll back', async () => {
  const attempts = Array.from({ length: 20 }, (_, index) =>
    database.transaction(async (tx) => {
      await listener.handle(tx, [event(index), event(index + 100)]);
      if (index % 4 === 0) throw new Error('rolled back');
    }),
  );
  await Promise.allSettled(attempts);
  expect(await verdict()).toMatchObject({ valid: true, entries: 30 });
});

it.each([
  'UPDATE audit.entries SET action = $$x$$',
  'DELETE FROM audit.entries',
  'TRUNCATE audit.entries',
])('refuses %s', async (statement) => {
  await fill();
  await expect(pool.query(statement)).rejects.toThrow('audit.entries is append-only');
});

describe('attack 38: the verifier finds', () => {
  beforeEach(fill);

  it('nothing in a chain that nobody touched (negative control)', async () => {
    expect(await verdict()).toMatchObject({ valid: true, entries: 12 });
  });

  it.each([
    "details = '{}'",
    "details = jsonb_set(details, '{a,b}', 'false')",
    "action = 'user.deleted'",
    'actor_id = NULL',
    'organization_id = NULL',
    "resource_type = 'session'",
    "resource_id = 'x'",
    "ip_address = '192.0.2.1'",
    "request_id = 'x'",
    'impersonator_id = NULL',
    "user_agent = 'Chrome'",
    'trace_id = NULL',
    "source = '/audit'",
    "version = '2.0.0'",
    'form = 2',
    "occurred_at = occurred_at + interval '1 millisecond'",
    'id = gen_random_uuid()',
    "hash = repeat('1', 64)",
  ])('an edited row: %s', async (change) => {
    await tamper(`UPDATE audit.entries SET ${change} WHERE sequence = 7`);
    expect(await verdict()).toMatchObject({ valid: false, sequence: 7, fault: 'edited' });
  });

  it('nothing wrong with entries from before, and what was written into them since', async () => {
    await tamper('TRUNCATE audit.entries');
    const old = formerEntry();
    const end = { sequence: 1, hash: old.hash };
    await database.transaction(async (tx) =>
      repository.append(tx, [old], { ...end, signature: signHead(keys, end) }),
    );
    await write([event(2)]);
    expect(await verdict()).toMatchObject({ valid: true, entries: 2 });
    await tamper("UPDATE audit.entries SET user_agent = 'Chrome' WHERE sequence = 1");
    expect(await verdict()).toMatchObject({ valid: false, sequence: 1, fault: 'edited' });
  });

  it('a row that was edited together with its hash', async () => {
    const rows = await repository.readAfter(database.connection, 6, 1);
    const [row] = rows;
    if (!row) throw new Error('the row is missing');
    const hash = hashOf({ ...row, action: 'user.deleted' });
    await tamper(
      `UPDATE audit.entries SET action = 'user.deleted', hash = '${hash}' WHERE sequence = 7`,
    );
    expect(await verdict()).toMatchObject({ valid: false, sequence: 7, fault: 'edited' });
  });

  it('a last row that was edited together with its hash', async () => {
    const [row] = await repository.readAfter(database.connection, 11, 1);
    if (!row) throw new Error('the row is missing');
    const hash = hashOf({ ...row, action: 'user.deleted' });
    await tamper(
      `UPDATE audit.entries SET action = 'user.deleted', hash = '${hash}' WHERE sequence = 12`,
    );
    expect(await verdict()).toMatchObject({ valid: false, sequence: 12, fault: 'edited' });
  });

  it.each([1, 6, 11])('the deleted row %i', async (sequence) => {
    await tamper(`DELETE FROM audit.entries WHERE sequence = ${sequence}`);
    expect(await verdict()).toMatchObject({ valid: false, sequence, fault: 'deleted' });
  });

  it('rows cut off the end', async () => {
    await tamper('DELETE FROM audit.entries WHERE sequence > 9');
    expect(await verdict()).toMatchObject({ valid: false, sequence: 10, fault: 'truncated' });
  });

  it('a table that was emptied', async () => {
    await tamper('TRUNCATE audit.entries');
    expect(await verdict()).toMatchObject({ valid: false, sequence: 1, fault: 'truncated' });
  });

  it('rows that changed places', async () => {
    await tamper(`UPDATE audit.entries SET sequence = 100 WHERE sequence = 4;
      UPDATE audit.entries SET sequence = 4 WHERE sequence = 8;
      UPDATE audit.entries SET sequence = 8 WHERE sequence = 100`);
    expect(await verdict()).toMatchObject({ valid: false, sequence: 4, fault: 'reordered' });
  });

  it('rows cut off together with the end that was kept of them', async () => {
    await tamper(`DELETE FROM audit.entries WHERE sequence > 9;
      UPDATE audit.head SET sequence = 9,
        hash = (SELECT hash FROM audit.entries WHERE sequence = 9)`);
    expect(await verdict()).toMatchObject({ valid: false, sequence: 9, fault: 'forged_head' });
  });

  it('a chain that was written anew from a row on, by the signature of its end', async () => {
    const forger = new KeyRing([{ id: 'k1', bytes: randomBytes(32) }]);
    const rows = await repository.readAfter(database.connection, 10, 2);
    const tenth = (await repository.readAfter(database.connection, 9, 1))[0];
    let previousHash = tenth?.hash ?? '';
    for (const row of rows) {
      const forged = { ...row, action: 'user.deleted', previousHash };
      const hash = hashOf(forged);
      await tamper(`UPDATE audit.entries SET action = 'user.deleted', hash = '${hash}',
        previous_hash = '${previousHash}' WHERE sequence = ${row.sequence}`);
      previousHash = hash;
    }
    const signature = signHead(forger, { sequence: 12, hash: previousHash });
    await tamper(`UPDATE audit.head SET hash = '${previousHash}', signature = '${signature}'`);
    expect(await verdict()).toMatchObject({ valid: false, sequence: 12, fault: 'forged_head' });
  });

  it('a chain that no longer contains an end that was noted down', async () => {
    const whole = await verdict();
    if (!whole.valid) throw new Error('the chain is broken');
    const noted = { sequence: whole.entries, hash: whole.hash };
    expect(await verifyAuditChain(database, keys, { noted })).toMatchObject({ valid: true });
    const later = { sequence: 13, hash: whole.hash };
    expect(await verifyAuditChain(database, keys, { noted: later })).toMatchObject({
      valid: false,
      fault: 'truncated',
    });
  });
});

describe('what is past its time', () => {
  /** Each event a day after the one before, beginning on the first of January. */
  const fillDays = (count: number) =>
    write(
      Array.from({ length: count }, (_, day) =>
        event(day, { time: new Date(Date.UTC(2026, 0, 1 + day)).toISOString() }),
      ),
    );
  const purgeAt = (now: Date) =>
    new RetentionService(
      new RetentionRepository(),
      database,
      keys,
      { now: () => now } as Clock,
      { GATEHOUSE_KEEP_AUDIT_DAYS: 30 } as Config,
    ).purge();
  const inApril = new Date(Date.UTC(2026, 3, 15));

  it('goes by whole months, and the chain is proved from there on', async () => {
    await fillDays(100);
    expect(await purgeAt(new Date(Date.UTC(2026, 0, 30)))).toBe(0);
    // The 16th of March is thirty days before: January and February go.
    expect(await purgeAt(inApril)).toBe(59);
    expect(await verdict()).toMatchObject({ valid: true, entries: 100 });
    expect(await purgeAt(inApril)).toBe(0);
    await write([event(1)]);
    expect(await verdict()).toMatchObject({ valid: true, entries: 101 });
    expect(await purgeAt(new Date(Date.UTC(2030, 0, 1)))).toBe(42);
    expect(await verdict()).toMatchObject({ valid: true, entries: 101 });
  });

  it('still bears the erasure of somebody of which only an entry before it told', async () => {
    const userId = newId();
    await fillDays(58);
    const sealedWords = cipher.seal('[]', `user.erased:${userId}`).toString('base64');
    const about = {
      subject: `user/${userId}`,
      time: new Date(Date.UTC(2026, 1, 28)).toISOString(),
    };
    const told = event(1, { ...about, type: 'user.erased', data: { userId, sealedWords } });
    const last = event(2, { ...about, time: new Date(Date.UTC(2026, 2, 1)).toISOString() });
    await write([told, last]);
    await erasures.run('audit');
    expect(await verdict()).toMatchObject({ valid: true, entries: 60 });
    expect(await purgeAt(inApril)).toBe(59);
    expect(await verdict()).toMatchObject({ valid: true, entries: 60 });
    await tamper(`UPDATE audit.entries SET erased_for = gen_random_uuid() WHERE sequence = 60`);
    expect(await verdict()).toMatchObject({ valid: false, sequence: 60, fault: 'edited' });
  });

  it.each([
    [
      'UPDATE audit.checkpoint SET sequence = 65, hash = (SELECT hash FROM audit.entries WHERE sequence = 65)',
    ],
    ["UPDATE audit.checkpoint SET erased = ARRAY['x']"],
    [
      "INSERT INTO audit.checkpoint SELECT true, 65, hash, '{}', 'k1:00' FROM audit.entries WHERE sequence = 65 ON CONFLICT (singleton) DO UPDATE SET sequence = 65, hash = excluded.hash",
    ],
  ])('attack 38: a beginning that was moved is not signed: %s', async (statement) => {
    await fillDays(100);
    await purgeAt(inApril);
    await pool.query(statement);
    expect(await verdict()).toMatchObject({ valid: false, fault: 'forged_checkpoint' });
  });

  it('attack 38: nothing after the beginning can be removed, nor the beginning itself', async () => {
    await fillDays(100);
    await purgeAt(inApril);
    const refused = pool.query('DELETE FROM audit.entries WHERE sequence = 60');
    await expect(refused).rejects.toThrow('append-only');
    await expect(pool.query('DELETE FROM audit.checkpoint')).rejects.toThrow('append-only');
    await tamper('DELETE FROM audit.entries WHERE sequence = 60');
    expect(await verdict()).toMatchObject({ valid: false, sequence: 60, fault: 'deleted' });
  });
});

describe('once a day', () => {
  /** Does what the clock has done each night; how much is left, and what was told. */
  async function night() {
    const now = () => new Date(Date.UTC(2026, 3, 15));
    const clock = { now } as Clock;
    new EventDirectory().outboxes.add('audit');
    const retention = new RetentionService(new RetentionRepository(), database, keys, clock, {
      GATEHOUSE_KEEP_AUDIT_DAYS: 30,
    } as Config);
    await new VerificationsJob(
      new VerificationsRepository(),
      database,
      keys,
      new Events('audit', clock, new OutboxRepository()),
      clock,
      retention,
      { register: () => undefined } as unknown as Jobs,
    ).verifyDaily();
    const { rows } = await pool.query<{ data: object }>(
      `SELECT event -> 'data' AS data FROM audit.outbox WHERE type = 'audit.verified'`,
    );
    const left = await pool.query('SELECT FROM audit.entries');
    return { left: left.rowCount, told: rows.map(({ data }) => data) };
  }

  it('the trail is verified, and what is past its time goes', async () => {
    await write([event(1, { time: '2026-01-01T00:00:00.000Z' }), event(2)]);
    expect(await night()).toMatchObject({ left: 1, told: [{ valid: true, sequence: null }] });
  });

  it('what is not whole is told of, and nothing of it goes', async () => {
    await write([event(1, { time: '2026-01-01T00:00:00.000Z' }), event(2)]);
    await tamper(`UPDATE audit.entries SET action = 'user.deleted' WHERE sequence = 1`);
    expect(await night()).toMatchObject({ left: 2, told: [{ valid: false, sequence: 1 }] });
  });
});

it('accepts an end that an older key of the installation signed', async () => {
  await fill();
  const [old] = keys.ids;
  const rotated = {
    currentId: 'k2',
    ids: ['k2', old],
    derive: (purpose: string, id?: string) => keys.derive(purpose, id),
  } as KeyRing;
  expect(await verifyAuditChain(database, rotated)).toMatchObject({ valid: true });
});

it('attack 38: who has a name of somebody who was erased since, keeps what was told of them', async () => {
  const [erased, newcomer] = [newId(), newId()];
  const place = `user.erased:${erased}`;
  const sealedWords = cipher.seal('["ada@example.com"]', place).toString('base64');
  const data = { email: 'ada@example.com' };
  const about = { subject: `user/${erased}`, type: 'user.erased' };
  const told = event(2, { ...about, data: { userId: erased, sealedWords } });
  await write([event(1, { data }), told, event(3, { subject: `user/${newcomer}`, data })]);
  await erasures.run('audit');
  const rows = await repository.list(database.connection, {}, 10);
  expect(rows.map(({ details }) => details)).toEqual([data, {}, {}]);
  expect(await verdict()).toMatchObject({ valid: true, entries: 3 });
});
