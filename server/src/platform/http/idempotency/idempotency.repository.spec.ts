import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { TestClock } from '../../../../test/harness/events.js';
import { days, minutes } from '../../../kernel/clock.js';
import { AesFieldCipher } from '../../crypto/aes-field-cipher.js';
import { KeyRing } from '../../crypto/key-ring.js';
import { Database } from '../../database/database.js';
import type { Jobs } from '../../jobs/jobs.js';
import { IdempotencyKeysRepository } from './idempotency-keys.repository.js';
import { type Claim, IdempotencyService } from './idempotency.service.js';

const old = { id: 'old', bytes: Buffer.alloc(32, 1) };
const fresh = { id: 'new', bytes: Buffer.alloc(32, 2) };
const request = { owner: 'user:1', key: 'k1', content: 'POST a thing' };
const answer = { status: 201, headers: { etag: '"1"' }, body: '{"secret":"CANARY"}' };

describe('IdempotencyService', () => {
  let created: TestDatabase;
  let pool: pg.Pool;
  let clock: TestClock;

  const serviceOf = (ring: KeyRing) => {
    const repository = new IdempotencyKeysRepository(new Database(pool));
    const jobs = { register: () => undefined } as unknown as Jobs;
    return new IdempotencyService(repository, ring, new AesFieldCipher(ring), clock, jobs);
  };
  let service: IdempotencyService;

  beforeEach(async () => {
    created = await createTestDatabase();
    pool = new pg.Pool({ connectionString: created.url });
    clock = new TestClock();
    service = serviceOf(new KeyRing([old]));
  });
  afterEach(async () => {
    await pool.end();
    await created.drop();
  });

  const finished = async () => {
    const claim = (await service.begin(request)) as Claim;
    await service.finish(claim, answer);
  };

  it('gives a key to one of many at once', async () => {
    const all = await Promise.allSettled(Array.from({ length: 50 }, () => service.begin(request)));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('keeps the answer sealed, and opens it for the same request', async () => {
    await finished();
    const { rows } = await pool.query<{ answer: Buffer }>(
      'SELECT * FROM platform.idempotency_keys',
    );
    expect(rows[0]?.answer.toString()).not.toContain('CANARY');
    expect(await service.begin(request)).toEqual(answer);
  });

  it('knows a request again after the encryption key was rotated', async () => {
    await finished();
    const rotated = serviceOf(new KeyRing([fresh, old]));
    expect(await rotated.begin(request)).toEqual(answer);
    await expect(rotated.begin({ ...request, content: 'another' })).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
  });

  it('tells nobody the answer that another person got for the same key', async () => {
    await finished();
    expect(await service.begin({ ...request, owner: 'user:2' })).toHaveProperty('claimedAt');
  });

  it('gives a key back after a failure', async () => {
    await service.abandon((await service.begin(request)) as Claim);
    expect(await service.begin(request)).toHaveProperty('claimedAt');
  });

  it('lets one request take over from one that was cut off, which cannot answer any more', async () => {
    const cutOff = (await service.begin(request)) as Claim;
    clock.ahead = minutes(3);
    const next = await Promise.allSettled([service.begin(request), service.begin(request)]);
    expect(next.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await service.finish(cutOff, { ...answer, body: 'late' });
    await expect(service.begin(request)).rejects.toMatchObject({
      code: 'idempotency_key_in_progress',
    });
  });

  it('forgets a key after a day, and no earlier', async () => {
    await finished();
    await service.purge();
    expect(await service.begin(request)).toEqual(answer);
    clock.ahead = days(1) + minutes(1);
    await service.purge();
    expect(await service.begin(request)).toHaveProperty('claimedAt');
  });
});
