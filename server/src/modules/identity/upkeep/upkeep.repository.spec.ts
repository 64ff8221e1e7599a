import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { QuietLogger, TestClock } from '../../../../test/harness/events.js';
import { loadConfig } from '../../../platform/config/config.js';
import { AesFieldCipher } from '../../../platform/crypto/aes-field-cipher.js';
import { KeyRing } from '../../../platform/crypto/key-ring.js';
import { Resealer } from '../../../platform/crypto/resealer.js';
import { SealedColumnsRepository } from '../../../platform/crypto/sealed-columns.repository.js';
import { Database } from '../../../platform/database/database.js';
import type { Jobs } from '../../../platform/jobs/jobs.js';
import { MailOutbox, sealedMails } from '../../../platform/mail/mail-outbox.js';
import { MailsRepository } from '../../../platform/mail/mails.repository.js';
import { mails } from '../../../platform/mail/mails.table.js';
import { secretPlace } from '../factors/totp/totp.service.js';
import { totpAuthenticators } from '../factors/totp/totp.table.js';
import { privateJwkPlace } from '../tokens/signing-keys.service.js';
import { sealedColumns, UpkeepJob } from './upkeep.job.js';
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
    pool.on('error', () => {});
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

  const jobs = { register: () => undefined } as unknown as Jobs;
  const logger = new QuietLogger();
  const resealerOf = (ring: KeyRing) => {
    const repository = new SealedColumnsRepository(new Database(pool));
    return new Resealer(repository, new AesFieldCipher(ring), logger, jobs);
  };
  const jobOf = (ring: KeyRing, settings: Record<string, string> = {}) => {
    const resealer = resealerOf(ring);
    const config = loadConfig({ NODE_ENV: 'test', ...settings });
    const repository = new UpkeepRepository(new Database(pool));
    const job = new UpkeepJob(repository, new TestClock(), config, logger, resealer, jobs);
    return { purge: () => job.purge(), reseal: () => resealer.reseal() };
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

  it('keeps rows as long as the settings say', async () => {
    await pool.query(
      `INSERT INTO identity.lockouts (account_key, proof, failures, updated_at)
       SELECT n::text, 'password', 1, now() - n * interval '20 hours' FROM generate_series(0, 3) AS n`,
    );
    await jobOf(new KeyRing([old]), { GATEHOUSE_KEEP_ONE_TIME_DAYS: '2' }).purge();
    expect(await count('lockouts')).toBe(3);
  });

  it('removes a large backlog in batches', async () => {
    await pool.query(
      `INSERT INTO identity.lockouts (account_key, proof, failures, updated_at)
       SELECT n::text, 'password', 1, now() - interval '2 days' FROM generate_series(1, 2500) AS n`,
    );
    await jobOf(new KeyRing([old])).purge();
    expect(await count('lockouts')).toBe(0);
  });

  async function addSecrets(number: number, ring: KeyRing) {
    const cipher = new AesFieldCipher(ring);
    for (const user of await Promise.all(Array.from({ length: number }, newUser))) {
      const id = randomUUID();
      await pool.query(
        `INSERT INTO identity.totp_authenticators (id, user_id, secret, created_at) VALUES ($1, $2, $3, now())`,
        [id, user, cipher.seal(`secret of ${user}`, secretPlace(id))],
      );
    }
  }

  it('seals anew what an older key sealed, so that the older key can go', async () => {
    await addSecrets(450, new KeyRing([old]));
    await jobOf(new KeyRing([fresh, old])).reseal();
    const after = new AesFieldCipher(new KeyRing([fresh]));
    const { rows } = await pool.query<{ id: string; user_id: string; secret: Buffer }>(
      'SELECT * FROM identity.totp_authenticators',
    );
    expect(rows).toHaveLength(450);
    for (const row of rows)
      expect(after.open(row.secret, secretPlace(row.id))).toBe(`secret of ${row.user_id}`);
  });

  it('looks at no row twice, and passes by what cannot be opened', async () => {
    const lost = { id: 'lost', bytes: Buffer.alloc(32, 3) };
    await addSecrets(250, new KeyRing([lost]));
    await addSecrets(250, new KeyRing([old]));
    const lists = vi.spyOn(SealedColumnsRepository.prototype, 'listSealedOtherwise');
    await jobOf(new KeyRing([fresh, old])).reseal();
    const looked = lists.mock.calls.filter(([column]) => column.table === totpAuthenticators);
    // Three pages of at most 200, though the first rows stay as they are.
    expect(looked).toHaveLength(3);
    lists.mockRestore();
    expect(logger.lines.filter((line) => line.includes('sealed'))).toHaveLength(250);
    const { prefix } = new AesFieldCipher(new KeyRing([fresh]));
    const { rowCount } = await pool.query(
      'SELECT FROM identity.totp_authenticators WHERE substring(secret from 1 for $1) = $2',
      [prefix.length, prefix],
    );
    expect(rowCount).toBe(250);
  });

  it('seals mails and signing keys anew, too', async () => {
    const cipher = new AesFieldCipher(new KeyRing([old]));
    const outbox = new MailOutbox(new MailsRepository(), cipher, new TestClock());
    const mail = { to: 'ada@example.com', subject: 'Hello', text: 'Hi', kind: 'test' };
    await new Database(pool).transaction((tx) => outbox.enqueue(tx, mail));
    await pool.query(
      `INSERT INTO identity.signing_keys (id, public_jwk, private_jwk, created_at, active_from)
       VALUES ('k', '{}', $1, now(), now())`,
      [cipher.seal('jwk', privateJwkPlace('k'))],
    );
    const resealer = resealerOf(new KeyRing([fresh, old]));
    for (const column of [sealedMails, ...sealedColumns]) resealer.register(column);
    await resealer.reseal();
    const after = new AesFieldCipher(new KeyRing([fresh]));
    const [row] = await new Database(pool).connection.select().from(mails);
    expect(row && JSON.parse(after.open(row.content, sealedMails.placeOf(row.id)))).toEqual(mail);
    const { rows } = await pool.query('SELECT private_jwk FROM identity.signing_keys');
    expect(after.open(rows[0].private_jwk, privateJwkPlace('k'))).toBe('jwk');
  });
});
