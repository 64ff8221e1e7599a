import { longestImpersonation } from '@gatehouse/contracts/identity/impersonation';
import { createLocalJWKSet, jwtVerify } from 'jose';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { QuietLogger, TestClock } from '../../../../test/harness/events.js';
import { minutes } from '../../../kernel/clock.js';
import { loadConfig } from '../../../platform/config/config.js';
import { AesFieldCipher } from '../../../platform/crypto/aes-field-cipher.js';
import { KeyRing } from '../../../platform/crypto/key-ring.js';
import { Database } from '../../../platform/database/database.js';
import { AccessTokensService } from './access-tokens.service.js';
import { SigningKeysRepository } from './signing-keys.repository.js';
import { SigningKeysService } from './signing-keys.service.js';

const config = loadConfig({ NODE_ENV: 'test' });
const subject = {
  userId: '018f4b3c-0000-7000-8000-000000000001',
  sessionId: '018f4b3c-0000-7000-8000-000000000002',
  organizationId: null,
  role: null,
  scope: '',
  methods: ['pwd'],
  authenticatedAt: new Date(),
};

describe('signing keys', () => {
  let created: TestDatabase;
  let pool: pg.Pool;
  let clock: TestClock;
  const opened: SigningKeysService[] = [];

  /** An instance of its own, as in another process. */
  async function instance() {
    const ring = new KeyRing([{ id: 'k1', bytes: Buffer.alloc(32, 1) }]);
    const parts = [
      new Database(pool),
      new SigningKeysRepository(),
      new AesFieldCipher(ring),
    ] as const;
    const keys = new SigningKeysService(...parts, clock, config, new QuietLogger());
    await keys.onModuleInit();
    opened.push(keys);
    return { keys, tokens: new AccessTokensService(keys, config, clock) };
  }

  beforeEach(async () => {
    created = await createTestDatabase();
    pool = new pg.Pool({ connectionString: created.url });
    clock = new TestClock();
  });
  afterEach(async () => {
    for (const keys of opened.splice(0)) keys.onModuleDestroy();
    await pool.end();
    await created.drop();
  });

  it('makes one key, however many instances start at once', async () => {
    const instances = await Promise.all(Array.from({ length: 8 }, instance));
    expect(new Set(instances.map(({ keys }) => keys.current().id)).size).toBe(1);
  });

  it('signs what a stranger verifies with the published keys (RFC 9068)', async () => {
    const { keys, tokens } = await instance();
    const jwks = createLocalJWKSet({ keys: keys.publicKeys() });
    const { payload, protectedHeader } = await jwtVerify(await tokens.issue(subject), jwks, {
      issuer: config.publicUrl,
      audience: 'gatehouse',
      typ: 'at+jwt',
      algorithms: ['EdDSA'],
    });
    expect(payload).toMatchObject({ sub: subject.userId, sid: subject.sessionId, aal: 'aal1' });
    expect(protectedHeader.kid).toBe(keys.current().id);
  });

  it('attack 21: a rotation fails no token, and an old key goes with its last token', async () => {
    const [left, right] = [await instance(), await instance()];
    const before = await left.tokens.issue(subject);
    const acting = await left.tokens.issue({
      ...subject,
      impersonatorId: subject.userId,
      expiresAt: new Date(clock.time() + minutes(longestImpersonation)),
    });
    const first = left.keys.current().id;
    await left.keys.rotate();
    // Published at once, used only when every instance knows it.
    expect(left.keys.publicKeys()).toHaveLength(2);
    expect(left.keys.current().id).toBe(first);
    await right.keys.reload();
    clock.ahead += minutes(2) + 1;
    const after = await left.tokens.issue(subject);
    expect(left.keys.current().id).not.toBe(first);
    for (const { tokens } of [left, right])
      for (const token of [before, after]) expect(await tokens.verify(token)).not.toBeNull();
    clock.ahead += minutes(longestImpersonation - 3);
    await right.keys.reload();
    // Somebody who acts for another has a token for longer.
    expect(await right.tokens.verify(acting)).not.toBeNull();
    clock.ahead += minutes(5);
    await right.keys.reload();
    expect(right.keys.publicKeys()).toHaveLength(1);
    expect(right.keys.find(first)).toBeUndefined();
    expect(await right.tokens.verify(await right.tokens.issue(subject))).not.toBeNull();
  });

  it('attack 21: two rotations at once leave one key that signs', async () => {
    const [left, right] = [await instance(), await instance()];
    await Promise.all([left.keys.rotate(), right.keys.rotate()]);
    await Promise.all([left.keys.reload(), right.keys.reload()]);
    clock.ahead += minutes(2) + 1;
    expect(left.keys.current().id).toBe(right.keys.current().id);
  });
});
