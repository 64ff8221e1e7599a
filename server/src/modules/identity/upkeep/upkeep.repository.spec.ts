import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { QuietLogger, TestClock } from '../../../../test/harness/events.js';
import { AesFieldCipher } from '../../../platform/crypto/aes-field-cipher.js';
import { KeyRing } from '../../../platform/crypto/key-ring.js';
import { Database } from '../../../platform/database/database.js';
import type { Jobs } from '../../../platform/jobs/jobs.js';
import { secretPlace } from '../factors/totp/totp.service.js';
import { UpkeepJob } from './upkeep.job.js';
import { UpkeepRepository } from './upkeep.repository.js';

const old = { id: 'old', bytes: Buffer.alloc(32, 1) };
const fresh = { id: 'fresh', bytes: Buffer.alloc(32, 2) };

describe('identity upkeep', () => {
  let created: TestDatabase;
  let pool: pg.Pool;
  let userId: string;

  beforeEach(async () => {
    created = await createTestDatabase();
    pool = new pg.Pool({ connectionString: created.url });
    userId = await newUser();
  });
  afterEach(async () => {
    await pool.end();
    await created.drop();
  });

  async function newUser(): Promise<string> {
    const id = randomUUID();
    await pool.query(
      `INSERT INTO identity.users (id, email, email_key, first_name, last_name)
       VALUES ($1::uuid, $1::text, $1::text, 'A', 'B')`,
      [id],
    );
    return id;
  }

  const jobOf = (ring: KeyRing) => {
    const jobs = { register: () => undefined } as unknown as Jobs;
    const repository = new UpkeepRepository(new Database(pool));
    return new UpkeepJob(
      repository,
      new AesFieldCipher(ring),
      new TestClock(),
      new QuietLogger(),
      jobs,
    );
  };
  const count = async (table: string) => {
    const { rows } = await pool.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM identity.${table}`,
    );
    return rows[0]?.n;
  };

  it('removes what ended long ago, and nothing else', async () => {
    await pool.query(
      `INSERT INTO identity.sessions (id, user_id, methods, ip_address, user_agent, authenticated_at,
         created_at, last_seen_at, expires_at)
       SELECT gen_random_uuid(), $1::uuid, '{pwd}', '192.0.2.1', '', now(), now(), now(), now() + age
         FROM (VALUES (interval '1 day'), (interval '-80 days'), (interval '-100 days')) AS v (age)`,
      [userId],
    );
    await pool.query(
      `INSERT INTO identity.refresh_tokens (token_hash, session_id, user_id, created_at, expires_at)
       SELECT sha256(id::text::bytea), id, user_id, now(), expires_at FROM identity.sessions`,
    );
    await pool.query(
      `INSERT INTO identity.sign_in_challenges (token_hash, user_id, created_at, expires_at)
       SELECT sha256(n::text::bytea), $1::uuid, now(), now() - n * interval '20 hours'
         FROM generate_series(0, 3) AS n`,
      [userId],
    );
    await pool.query(
      `INSERT INTO identity.lockouts (account_key, proof, failures, updated_at)
       SELECT n::text, 'password', 1, now() - n * interval '20 hours' FROM generate_series(0, 3) AS n`,
    );
    await jobOf(new KeyRing([old])).purge();
    expect(await count('sessions')).toBe(2);
    expect(await count('refresh_tokens')).toBe(1);
    expect(await count('sign_in_challenges')).toBe(2);
    expect(await count('lockouts')).toBe(2);
  });

  it('removes a large backlog in batches', async () => {
    await pool.query(
      `INSERT INTO identity.lockouts (account_key, proof, failures, updated_at)
       SELECT n::text, 'password', 1, now() - interval '2 days' FROM generate_series(1, 2500) AS n`,
    );
    await jobOf(new KeyRing([old])).purge();
    expect(await count('lockouts')).toBe(0);
  });

  it('seals anew what an older key sealed, so that the older key can go', async () => {
    const users = await Promise.all(Array.from({ length: 250 }, newUser));
    const before = new AesFieldCipher(new KeyRing([old]));
    for (const user of users) {
      const id = randomUUID();
      await pool.query(
        `INSERT INTO identity.totp_authenticators (id, user_id, secret, created_at) VALUES ($1, $2, $3, now())`,
        [id, user, before.seal(`secret of ${user}`, secretPlace(id))],
      );
    }
    await jobOf(new KeyRing([fresh, old])).reseal();
    const after = new AesFieldCipher(new KeyRing([fresh]));
    const { rows } = await pool.query<{ id: string; user_id: string; secret: Buffer }>(
      'SELECT * FROM identity.totp_authenticators',
    );
    expect(rows).toHaveLength(250);
    for (const row of rows)
      expect(after.open(row.secret, secretPlace(row.id))).toBe(`secret of ${row.user_id}`);
  });
});
