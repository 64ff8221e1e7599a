import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../server/test/harness/database.js';
import { Api, password } from './harness/api.js';
import { freePort, type GatehouseProcess, launchGatehouse } from './harness/launch.js';
import { query } from './harness/query.js';

const program = fileURLToPath(new URL('../server/dist/main.js', import.meta.url));
const email = 'first@example.com';
let database: TestDatabase;
let data: string;
let gatehouse: GatehouseProcess | undefined;

beforeEach(async () => {
  database = await createTestDatabase();
  data = await mkdtemp(path.join(tmpdir(), 'gatehouse-owner-'));
});
afterEach(async () => {
  await gatehouse?.stop();
  gatehouse = undefined;
  await database?.drop();
  await rm(data, { recursive: true, force: true });
});

const launch = (secret: string) =>
  launchGatehouse({
    data,
    ready: /Gatehouse is ready/,
    environment: {
      DATABASE_URL: database.url,
      GATEHOUSE_ADMIN_EMAIL: email,
      GATEHOUSE_ADMIN_PASSWORD: secret,
    },
  });

describe('the first owner, named by the settings', { timeout: 240_000 }, () => {
  it('is BOSS and primary admin from the first start on, and made once', async () => {
    gatehouse = await launch(password);
    const api = new Api(gatehouse.url);
    const { status, body } = await api.signIn(email);
    expect(status).toBe(200);
    expect(body.user).toMatchObject({
      email,
      role: 'BOSS',
      platformRole: 'super_admin',
      isPrimaryAdmin: true,
      emailVerified: true,
    });
    // As with the link: the second factor comes before everything else.
    expect(body.enrolmentRequired).toBe(true);
    expect((await api.call('GET', '/setup/status')).body).toMatchObject({ required: false });

    await gatehouse.stop();
    gatehouse = await launch('quite another passphrase 8');
    const again = new Api(gatehouse.url);
    expect((await again.signIn(email)).status).toBe(200);
    expect((await again.signIn(email, 'quite another passphrase 8')).status).toBe(401);
    expect(await query(database.url, 'SELECT id FROM identity.users')).toHaveLength(1);
  });

  it.each(['short', 'password123456'])(
    'is refused with the weak password "%s": the start ends with a message',
    async (weak) => {
      const port = await freePort();
      const { code, said } = await new Promise<{ code: unknown; said: string }>((resolve) => {
        const env = {
          ...process.env,
          NODE_ENV: 'development',
          PORT: String(port),
          DATABASE_URL: database.url,
          GATEHOUSE_DATA_DIR: data,
          GATEHOUSE_ADMIN_EMAIL: email,
          GATEHOUSE_ADMIN_PASSWORD: weak,
        };
        execFile(process.execPath, [program], { env, timeout: 120_000 }, (error, out, err) =>
          resolve({ code: error?.killed ? 'still running' : error?.code, said: out + err }),
        );
      });
      expect(code).toBeGreaterThan(0);
      expect(said).toContain('GATEHOUSE_ADMIN_PASSWORD');
      expect(said).not.toContain(weak);
      expect(await query(database.url, 'SELECT id FROM identity.users')).toEqual([]);
    },
  );
});
