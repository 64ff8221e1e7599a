import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from './harness/launch.js';

const run = promisify(execFile);
const project = fileURLToPath(new URL('..', import.meta.url));
const isReady = /Gatehouse is ready/;
const patience = 150_000;
/** What a clone does not bring, and `docs`, which nothing needs to run. */
const notCloned = /^(\.git|\.runtime|data|docs|(.+\/)?node_modules|[a-z]+\/dist)$/;

/** `npm start`, as a user types it in the folder. */
class Started {
  said = '';
  readonly child: ChildProcess;
  readonly #ended: Promise<unknown>;

  constructor(folder: string, environment: Record<string, string>, user?: number) {
    this.child = spawn('npm', ['start'], {
      cwd: folder,
      env: { ...process.env, NODE_ENV: '', ...environment, npm_config_update_notifier: 'false' },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(user === undefined ? {} : { uid: user, gid: user }),
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    this.#ended = once(this.child, 'exit');
  }

  async says(pattern: RegExp): Promise<this> {
    const isOver = () => pattern.test(this.said) || this.child.exitCode !== null;
    await expect.poll(isOver, { timeout: patience, interval: 100 }).toBe(true);
    expect(this.said).toMatch(pattern);
    return this;
  }

  /** Its exit code, after a signal where one is named. */
  async end(signal?: NodeJS.Signals): Promise<number | null> {
    if (signal) this.child.kill(signal);
    if (this.child.exitCode === null) await this.#ended;
    return this.child.exitCode;
  }
}

/** A clone with the packages that are installed here, and nothing built, in a path with a space. */
async function cloneProject(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'gate house '));
  const isCloned = (file: string) => !notCloned.test(path.relative(project, file));
  await cp(project, folder, { recursive: true, preserveTimestamps: true, filter: isCloned });
  // Linked where that can be done, because they are large and nobody writes to them.
  const packages = path.join(project, 'node_modules');
  await run('cp', ['-al', packages, folder]).catch(() => run('cp', ['-a', packages, folder]));
  return folder;
}

/** The server that `npm start` started. */
async function serverBelow(id: number): Promise<number> {
  const children = await readFile(`/proc/${id}/task/${id}/children`, 'utf8');
  const newest = children.trim().split(' ').at(-1);
  if (!newest) return id;
  const command = await readFile(`/proc/${newest}/cmdline`, 'utf8');
  return command.includes('main.js') ? Number(newest) : serverBelow(Number(newest));
}

let folder: string;
let port: string;
let started: Started | undefined;

beforeAll(async () => {
  folder = await cloneProject();
  port = String(await freePort());
}, patience);
afterEach(async () => {
  await started?.end('SIGTERM');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = (user?: number) => (started = new Started(folder, { PORT: port }, user));

describe('npm start in a clone, in a folder with a space that only its owner may enter', () => {
  it('builds, starts everything, and says where to look', { timeout: patience }, async () => {
    const { said } = await start().says(/setup\?token=\S+/);
    expect(said).toMatch(/Building the server … [\d.]+ s\n/);
    expect(said).toMatch(/Building the console … [\d.]+ s\n/);
    for (const page of ['', 'api/docs', 'mailbox'])
      expect(said).toMatch(new RegExp(` http://localhost:${port}/${page}\n`));
    const page = await fetch(`http://127.0.0.1:${port}/`, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('<div id="root">');
    expect(await started?.end('SIGTERM')).toBe(0);
  });

  it(
    'starts again after a kill -9 of all of it, without building',
    { timeout: patience },
    async () => {
      const killed = await start().says(isReady);
      expect(killed.said).not.toMatch(/Building|Installing/);
      const lock = path.join(folder, 'data', 'postgres', 'cluster', 'postmaster.pid');
      const postmaster = Number((await readFile(lock, 'utf8')).split('\n')[0]);
      process.kill(await serverBelow(killed.child.pid ?? 0), 'SIGKILL');
      process.kill(postmaster, 'SIGKILL');
      await killed.end();
      expect(await readFile(lock, 'utf8')).not.toBe('');
      await start().says(isReady);
      expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200);
      expect(await started?.end('SIGINT')).toBe(0);
      await expect(readFile(lock)).rejects.toThrow('ENOENT');
    },
  );

  it('stops in order though nobody reads along any more', { timeout: patience }, async () => {
    const { child } = await start().says(isReady);
    const lock = path.join(folder, 'data', 'postgres', 'cluster', 'postmaster.pid');
    // As Ctrl-C does to `npm start | tee`: the reader is gone first.
    child.stdout?.destroy();
    child.stderr?.destroy();
    await started?.end('SIGINT');
    await expect.poll(() => existsSync(lock)).toBe(false);
  });
});

describe('npm start with its port taken', () => {
  let other: Server;
  afterEach(() => void other.close());

  it('ends, and names what to set', { timeout: patience }, async () => {
    other = createServer().listen(Number(port), '0.0.0.0');
    const refused = await start().says(/The port \d+ is taken .* PORT=\d+ npm start/);
    expect(await refused.end()).toBe(1);
  });
});

describe.skipIf(process.getuid?.() !== 0)('npm start of an ordinary user', () => {
  it('runs in a folder of theirs', { timeout: patience }, async () => {
    const nobody = 65_534;
    await rm(path.join(folder, 'data'), { recursive: true, force: true });
    const outside = ['-path', path.join(folder, 'node_modules'), '-prune', '-o'];
    const give = ['-exec', 'chown', `${nobody}:${nobody}`, '{}', '+'];
    await run('find', [folder, ...outside, ...give]);
    await start(nobody).says(/setup\?token=\S+/);
    expect(await started?.end('SIGTERM')).toBe(0);
  });
});
