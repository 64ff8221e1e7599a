import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../server/test/harness/database.js';
import { type ForeignProvider, startForeignProvider } from '../fakes/foreign-provider.js';
import { Api, password, statuses, times, totp } from '../harness/api.js';
import { embeddedDatabaseUrl } from '../harness/storage/embedded-database.js';
import {
  freePort,
  type GatehouseProcess,
  launchGatehouse,
  quickHashes,
} from '../harness/launch.js';
import { query } from '../harness/query.js';
import { settingsOf, SocialApi } from '../harness/social.js';

/** Instances on one database, as behind a load balancer. */
let database: TestDatabase;
let data: string;
const running: GatehouseProcess[] = [];
let provider: ForeignProvider;
let left: Api;
let right: Api;

async function launch(): Promise<{ process: GatehouseProcess; api: Api }> {
  const process = await launchGatehouse({
    data: await mkdtemp(path.join(data, 'instance-')),
    ready: /Gatehouse is ready/,
    environment: {
      DATABASE_URL: database.url,
      PUBLIC_URL: publicUrl,
      GATEHOUSE_ENCRYPTION_KEYS: keys,
      ...quickHashes,
      ...settingsOf('ACME', provider),
    },
  });
  running.push(process);
  return { process, api: new Api(process.url) };
}
const publicUrl = 'http://localhost:9';
const keys = `k1:${randomBytes(32).toString('base64')}`;

beforeAll(async () => {
  database = await createTestDatabase();
  provider = await startForeignProvider({
    port: await freePort(),
    redirectUri: `${publicUrl}/auth/social/acme/callback`,
    people: { ada: { email: 'ada@elsewhere.test', email_verified: true } },
  });
  data = await mkdtemp(path.join(tmpdir(), 'gatehouse-two-'));
  left = (await launch()).api;
  right = (await launch()).api;
});

afterAll(async () => {
  for (const process of running) await process.stop();
  await provider?.stop();
  await database?.drop();
  if (data) await rm(data, { recursive: true, force: true });
});

const either = (index: number): Api => (index % 2 === 0 ? left : right);

describe('two instances on one database', () => {
  it('attack 1: of many redemptions of one link, spread over both, exactly one succeeds', async () => {
    await left.apply('link@example.com');
    const token = await right.linkFor('link@example.com');
    const answers = await times(40, (index) =>
      either(index).call('POST', '/auth/verify-email', { body: { token } }),
    );
    expect(statuses(answers).filter((status) => status === 204)).toHaveLength(1);
  });

  it('attack 1: one answer of a provider opens one session, wherever it began and is sent', async () => {
    const returned = await new SocialApi(left, publicUrl).visit('acme', 'ada');
    const answers = await times(20, (index) =>
      new SocialApi(either(index + 1), publicUrl).finish('acme', returned),
    );
    expect(statuses(answers).filter((status) => status === 200)).toHaveLength(1);
  });

  it('attack: a code of an app that somebody saw is replayed at the other instance (RFC 6238)', async () => {
    const email = 'replayed@example.com';
    const { access } = await left.newPerson(email);
    const { secret } = await left.turnOnTotp(access);
    const forget = (what: string) =>
      query(database.url, `UPDATE identity.totp_authenticators SET last_step = ${what}`);
    // The code of this step turned the factor on.
    await forget('0');
    const code = totp(secret);
    const prove = async (api: Api) => {
      const tempToken = await api.challengeOf(email);
      const body = { tempToken, method: 'totp', code };
      const { status } = await api.call('POST', '/auth/2fa/verify', { body });
      // A delay would be another reason to refuse the next one.
      await query(database.url, `DELETE FROM identity.lockouts WHERE proof = 'code'`);
      return status;
    };
    expect(await prove(left)).toBe(200);
    expect([await prove(right), await prove(left), await prove(right)]).toEqual([401, 401, 401]);
    // Negative control: where the last step is not remembered, the code is good for another time.
    await forget('0');
    expect(await prove(right)).toBe(200);
  });

  it('attack 1: one backup code opens one session, wherever it is sent', async () => {
    const { access } = await left.newPerson('backup@example.com');
    const { backupCodes } = await left.turnOnTotp(access);
    const challenges = await times(6, () => right.signIn('backup@example.com'));
    const answers = await Promise.all(
      challenges.map(({ body }, index) =>
        either(index).call('POST', '/auth/2fa/verify', {
          body: { tempToken: body.tempToken, method: 'backup_code', code: backupCodes[0] },
        }),
      ),
    );
    expect(statuses(answers).filter((status) => status === 200)).toHaveLength(1);
  });

  it('attack 1: one code of an app opens one session, wherever it is sent', async () => {
    const { access } = await left.newPerson('app@example.com');
    const { secret } = await left.turnOnTotp(access);
    // As if the code that turned it on were of long ago.
    await query(database.url, 'UPDATE identity.totp_authenticators SET last_step = 0');
    const challenges: string[] = [];
    while (challenges.length < 8)
      challenges.push(await either(challenges.length).challengeOf('app@example.com'));
    const code = totp(secret);
    const answers = await Promise.all(
      challenges.map((tempToken, index) =>
        either(index + 1).call('POST', '/auth/2fa/verify', {
          body: { tempToken, method: 'totp', code },
        }),
      ),
    );
    expect(statuses(answers).filter((status) => status === 200)).toHaveLength(1);
  });

  it('attack 2: one refresh token, sent to both at once, has one child', async () => {
    const { refresh } = await left.newPerson('pair@example.com');
    const answers = await times(40, (index) => either(index).refresh(refresh));
    expect(new Set(statuses(answers))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => body.refreshToken)).size).toBe(1);
  });

  it('attack 20: what one instance revokes, the other refuses at the next request', async () => {
    const { access } = await left.newPerson('revoked@example.com');
    for (let round = 0; round < 20; round += 1) {
      const tokens = round === 0 ? { access } : await left.tokensOf('revoked@example.com');
      expect((await right.validate(tokens.access)).status).toBe(200);
      expect((await left.call('POST', '/auth/logout', { token: tokens.access })).status).toBe(204);
      expect((await right.validate(tokens.access)).status).toBe(401);
    }
  });

  it('attack 20: revoked stays revoked after a restart, and the live stay signed in', async () => {
    await left.register('restart@example.com');
    const ended = await left.tokensOf('restart@example.com');
    const live = await left.tokensOf('restart@example.com');
    await left.call('POST', '/auth/logout', { token: ended.access });
    await running.pop()?.stop();
    right = (await launch()).api;
    expect((await right.validate(ended.access)).status).toBe(401);
    expect((await right.validate(live.access)).status).toBe(200);
  });

  it('attack 9: failures count together, wherever they are made', async () => {
    const wrong = await times(20, (index) =>
      either(index).signIn('many@example.com', 'wrong one 12'),
    );
    expect(statuses(wrong).filter((status) => status === 401)).toHaveLength(5);
  });

  it('attack 16: a changed password ends the sessions of both instances', async () => {
    const kept = await left.newPerson('change@example.com');
    const other = await right.tokensOf('change@example.com');
    expect((await right.validate(other.access)).status).toBe(200);
    const body = { currentPassword: password, newPassword: 'another long passphrase 8' };
    const changed = await left.call('POST', '/auth/password/change', { token: kept.access, body });
    expect(changed.status).toBe(204);
    expect((await right.validate(other.access)).status).toBe(401);
    expect((await right.refresh(other.refresh)).status).toBe(401);
  });
});

describe('an instance that is alone, and then is not', () => {
  const alone: GatehouseProcess[] = [];
  afterAll(async () => {
    // The first one goes last: the database is its own.
    for (const process of alone.toReversed()) await process.stop();
  });
  const launchOn = async (environment: Readonly<Record<string, string>>): Promise<Api> => {
    const process = await launchGatehouse({
      data: await mkdtemp(path.join(data, 'alone-')),
      ready: /Gatehouse is ready/,
      environment: {
        GATEHOUSE_ENCRYPTION_KEYS: keys,
        PUBLIC_URL: 'http://localhost:9',
        ...quickHashes,
        ...environment,
      },
    });
    alone.push(process);
    return new Api(process.url);
  };

  it('attack 20: what is revoked while requests are under way is refused at the next', async () => {
    const first = await launchOn({ GATEHOUSE_DATA_DIR: path.join(data, 'embedded') });
    await first.register('alone@example.com');
    for (let round = 0; round < 20; round += 1) {
      const { access } = await first.tokensOf('alone@example.com');
      const underWay = times(20, () => first.validate(access));
      expect((await first.call('POST', '/auth/logout', { token: access })).status).toBe(204);
      expect((await first.validate(access)).status).toBe(401);
      await underWay;
    }
  });

  it('attack 20: what a newcomer revokes, the first one refuses at the next request', async () => {
    const first = new Api(alone[0]?.url ?? '');
    const before = await first.tokensOf('alone@example.com');
    expect((await first.validate(before.access)).status).toBe(200);
    const url = await embeddedDatabaseUrl(path.join(data, 'embedded'));
    const second = await launchOn({ DATABASE_URL: url });
    for (let round = 0; round < 20; round += 1) {
      const { access } = round === 0 ? before : await first.tokensOf('alone@example.com');
      expect((await first.validate(access)).status).toBe(200);
      expect((await second.call('POST', '/auth/logout', { token: access })).status).toBe(204);
      expect((await first.validate(access)).status).toBe(401);
    }
  });
});
