import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { findBinaries } from './binaries.js';
import { clusterPaths } from './cluster-paths.js';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './embedded-postgres.js';
import { freePort } from './free-port.js';
import { chooseIdentity } from './identity.js';
import { startPostmaster } from './postmaster/postmaster.js';
import { readPostmasterFile } from './postmaster/postmaster-file.js';
import { findRunningPostgres } from './running-postgres.js';
import { settingArguments } from './settings.js';
import { eventually } from '../../../../test/harness/waiting/eventually.js';

let dataDirectory: string;
let running: EmbeddedPostgres[] = [];

beforeAll(async () => {
  dataDirectory = await mkdtemp(path.join(tmpdir(), 'gatehouse data '));
});

afterEach(async () => {
  for (const server of running) await server.stop();
  running = [];
});

afterAll(async () => {
  await rm(dataDirectory, { recursive: true });
});

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDirectory, ...options });
  running.push(server);
  return server;
}

async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function postmaster(): Promise<number> {
  const file = await readPostmasterFile(clusterPaths(dataDirectory).cluster);
  return file?.processId ?? 0;
}

it('creates a durable, checksummed database for a role that is not a superuser', async () => {
  const unfinished = path.join(clusterPaths(dataDirectory).folder, 'cluster.new-killed');
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  await writeFile(path.join(unfinished, 'PG_VERSION'), 'half of a killed first start');

  const { url } = await start();

  expect(existsSync(unfinished)).toBe(false);
  expect(
    await query(
      url,
      `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
        current_setting('data_checksums') AS checksums, current_setting('listen_addresses') AS listen,
        current_setting('server_encoding') AS encoding, rolsuper AS superuser, lower('ÉЖ') AS lower
      FROM pg_roles WHERE rolname = current_user`,
    ),
  ).toEqual([
    {
      fsync: 'on',
      commit: 'on',
      checksums: 'on',
      listen: '127.0.0.1',
      encoding: 'UTF8',
      superuser: false,
      lower: 'éж',
    },
  ]);
  await query(url, 'CREATE TABLE kept (id int)');
  await query(url, 'INSERT INTO kept VALUES (1)');
  const wrongPassword = new URL(url);
  wrongPassword.password = 'guess';
  await expect(query(wrongPassword.href, 'SELECT 1')).rejects.toThrow(/password/);
});

it.skipIf(process.platform === 'win32')('is reached over a socket, and over TCP', async () => {
  const { url } = await start();
  const overTcp = new URL(url);
  overTcp.searchParams.delete('host');
  const client = 'SELECT host(inet_client_addr()) AS address';
  expect(await query(url, client)).toEqual([{ address: null }]);
  expect(await query(overTcp.href, client)).toEqual([{ address: '127.0.0.1' }]);
  expect(await findRunningPostgres(dataDirectory)).toBe(url);
  await start({ dataDirectory: path.join(dataDirectory, 'a'.repeat(100)) });
  expect(running.map((each) => new URL(each.url).searchParams.has('host'))).toEqual([true, false]);
});

it.skipIf(process.platform === 'win32')('keeps its passwords to the owner', async () => {
  const { credentials, folder } = clusterPaths(dataDirectory);
  expect((await stat(credentials)).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

it('refuses a second Gatehouse on the same folder, and leaves the first alone', async () => {
  const { url } = await start();
  await expect(start()).rejects.toThrow(
    new RegExp(`in use by another Gatehouse \\(process ${process.pid}\\).*GATEHOUSE_DATA_DIR`),
  );
  expect(await query(url, 'SELECT * FROM kept')).toEqual([{ id: 1 }]);
});

it('stops the server that a killed Gatehouse left running, and loses nothing', async () => {
  const paths = clusterPaths(dataDirectory);
  const binaries = await findBinaries();
  const identity = await chooseIdentity(paths.folder, binaries.postgres);
  const plan = { paths, binaries, identity, settings: settingArguments(true) };
  const orphan = await startPostmaster(plan, await freePort());
  const messages: string[] = [];
  const { url } = await start({ onProgress: (message) => messages.push(message) });
  expect(orphan.hasEnded()).toBe(true);
  expect(messages).toContain('stopping the database that a killed Gatehouse left running');
  expect(await query(url, 'SELECT * FROM kept')).toEqual([{ id: 1 }]);
});

it('starts again in place when PostgreSQL dies, with all that was committed', async () => {
  const onExit = vi.fn<(reason: string) => void>();
  const onLost = vi.fn<(reason: string) => void>();
  const server = await start({ onExit, onLost });
  for (const id of [2, 3]) {
    const died = await postmaster();
    await query(server.url, `INSERT INTO kept VALUES (${id})`);
    process.kill(died, 'SIGKILL');
    await eventually(async () => expect(await postmaster()).not.toBe(died));
    const rows = () => query(server.url, `SELECT FROM kept WHERE id = ${id}`);
    await eventually(async () => expect(await rows()).toHaveLength(1));
  }
  expect(onExit.mock.calls.map(([reason]) => reason)).toEqual([
    expect.stringMatching(/database is gone: it ended with SIGKILL/),
    expect.stringMatching(/database is gone: it ended with SIGKILL/),
  ]);
  expect(onLost).not.toHaveBeenCalled();
  await server.stop();
  expect(await postmaster()).toBe(0);
});

it('gives up when PostgreSQL cannot start again', async () => {
  const onLost = vi.fn<(reason: string) => void>();
  const server = await start({ onLost });
  const { cluster } = clusterPaths(dataDirectory);
  const control = path.join(cluster, 'global', 'pg_control');
  await rename(control, `${control}.away`);
  process.kill(await postmaster(), 'SIGKILL');
  await vi.waitFor(() => expect(onLost).toHaveBeenCalledOnce(), 40_000);
  expect(onLost.mock.calls[0]?.[0]).toMatch(/pg_control/);
  await server.stop();
  await rename(`${control}.away`, control);
  await expect(start()).resolves.toBeDefined();
});

it('leaves no process when a start is ended half-way', async () => {
  const stopping = new AbortController();
  const onProgress = (message: string) =>
    void (message === 'starting the database' && setTimeout(() => stopping.abort()));
  await expect(start({ onProgress, signal: stopping.signal })).rejects.toThrow('aborted');
  expect(await postmaster()).toBe(0);
  await expect(start()).resolves.toBeDefined();
});

it('recovers from a lock that names a stranger', async () => {
  const server = await start();
  const lockFile = path.join(clusterPaths(dataDirectory).cluster, 'postmaster.pid');
  const lines = (await readFile(lockFile, 'utf8')).split('\n');
  await server.stop();
  await writeFile(lockFile, [String(process.pid), ...lines.slice(1)].join('\n'));
  const { url } = await start();
  expect(await query(url, 'SELECT * FROM kept ORDER BY id')).toEqual(
    [1, 2, 3].map((id) => ({ id })),
  );
});

it('names the port that is taken', async () => {
  const holder = createServer();
  const port = await new Promise<number>((resolve) => {
    holder.listen(0, '127.0.0.1', () => {
      const address = holder.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  await expect(start({ port })).rejects.toThrow(`cannot listen on 127.0.0.1:${port}`);
  holder.close();
  await expect(start({ port })).resolves.toBeDefined();
});

it('ends open transactions when it stops, and stopping twice is one stop', async () => {
  const server = await start();
  const client = new pg.Client({ connectionString: server.url });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('BEGIN; INSERT INTO kept VALUES (4)');
  await Promise.all([server.stop(), server.stop()]);
  const log = await readFile(clusterPaths(dataDirectory).log, 'utf8');
  expect(log).toMatch(/received fast shutdown request[\s\S]*database system is shut down/);
  const { url } = await start();
  expect(await query(url, 'SELECT * FROM kept WHERE id = 4')).toEqual([]);
});

it('leaves values out of its log file', async () => {
  const { url } = await start();
  await query(url, 'CREATE UNIQUE INDEX ON kept (id)');
  await expect(query(url, 'INSERT INTO kept VALUES (1)')).rejects.toThrow(/unique/);
  expect(await readFile(clusterPaths(dataDirectory).log, 'utf8')).not.toContain('unique');
});

it('refuses the files of another PostgreSQL version, and a folder without its password', async () => {
  const { cluster, credentials } = clusterPaths(dataDirectory);
  const version = path.join(cluster, 'PG_VERSION');
  const [original, passwords] = [await readFile(version), await readFile(credentials)];
  await writeFile(version, '17\n');
  await expect(start()).rejects.toThrow(/is PostgreSQL 17, and this Gatehouse brings 18/);
  await writeFile(version, original);
  await rm(credentials);
  await expect(start()).rejects.toThrow(/credentials\.json is missing/);
  await writeFile(credentials, passwords, { mode: 0o600 });
});
