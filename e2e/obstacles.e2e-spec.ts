import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../server/test/harness/database.js';
import { freePort, launchGatehouse } from './harness/launch.js';

const run = promisify(execFile);
let data: string;
let database: TestDatabase;
beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'gatehouse-obstacles-'));
  database = await createTestDatabase();
});
afterAll(async () => {
  await database?.drop();
  await rm(data, { recursive: true, force: true });
});

/** What is said of a start that fails, after the headline. */
async function refusal(environment: Record<string, string>): Promise<string> {
  const ready = /Gatehouse is ready/;
  const outcome = await launchGatehouse({ data, ready, environment }).then(
    async (running) => {
      await running.stop();
      return 'It started';
    },
    (error: unknown) => String(error),
  );
  return outcome.split('could not start.\n')[1]?.trim() ?? outcome;
}

const changed = (change: (url: URL) => void): string => {
  const url = new URL(database.url);
  change(url);
  return url.href;
};

describe('a start that cannot be says in a line or two what to set', () => {
  it.each([
    [
      'nobody listens',
      (url: URL) => (url.port = '1'),
      /at 127\.0\.0\.1:1 does not answer \(ECONNREFUSED\).*DATABASE_URL/,
    ],
    [
      'its host is unknown',
      (url: URL) => (url.hostname = 'nowhere.invalid'),
      /"nowhere\.invalid" of DATABASE_URL/,
    ],
    [
      'its password is wrong',
      (url: URL) => (url.password = 'hidden-guess'),
      /refuses the password of user "gatehouse".*DATABASE_URL/,
    ],
    [
      'there is no such database',
      (url: URL) => (url.pathname = '/nothing'),
      /no database "nothing".*createdb.*DATABASE_URL/,
    ],
  ])('where DATABASE_URL is set and %s', async (_, change, words) => {
    const said = await refusal({ DATABASE_URL: changed(change) });
    expect(said).toMatch(words);
    expect(said).not.toMatch(/hidden-guess|\n/);
  });

  it.each(['203.0.113.9', 'nowhere.invalid'])('where it cannot listen on HOST=%s', async (host) => {
    const said = await refusal({ DATABASE_URL: database.url, HOST: host });
    expect(said).toContain(`HOST=${host}`);
    expect(said).not.toContain('\n');
  });

  it('where the port is taken, before anything is made for nothing', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has a port
    const { port } = other.address() as AddressInfo;
    const folder = path.join(data, 'untouched');
    const said = await refusal({ PORT: String(port), GATEHOUSE_DATA_DIR: folder });
    other.close();
    expect(said).toContain(`The port ${port} is taken by another program`);
    expect(said).not.toContain('\n');
    expect(existsSync(folder)).toBe(false);
  });

  it('where the data folder is a file', async () => {
    const said = await refusal({ GATEHOUSE_DATA_DIR: '/dev/null/data' });
    expect(said).toMatch(/ENOTDIR.*GATEHOUSE_DATA_DIR/);
    expect(said).not.toContain('\n');
  });

  it('where the disk is full', async ({ skip }) => {
    const disk = path.join(data, 'disk');
    await mkdir(disk);
    const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', disk]).catch(
      () => null,
    );
    skip(mounted === null, 'this user may not mount a small disk');
    try {
      const said = await refusal({ GATEHOUSE_DATA_DIR: disk });
      expect(said).toMatch(/The disk is full: make room, or set GATEHOUSE_DATA_DIR/);
      expect(said).not.toMatch(/^ +at /m);
    } finally {
      await run('umount', [disk]);
    }
  });
});

describe('a start without what it can do without says so, and goes on', () => {
  it.each([
    ['Redis', 'REDIS_URL', 'redis'],
    ['RabbitMQ', 'RABBITMQ_URL', 'amqp'],
  ])(
    'where %s is away',
    async (name, variable, protocol) => {
      const port = await freePort();
      const running = await launchGatehouse({
        data,
        ready: new RegExp(`${name} at 127.0.0.1:${port} does not answer .*${variable}[^]*is ready`),
        environment: { DATABASE_URL: database.url, [variable]: `${protocol}://127.0.0.1:${port}` },
      });
      expect((await fetch(`${running.url}/health/live`)).status).toBe(200);
      await running.stop();
    },
    90_000,
  );
});
