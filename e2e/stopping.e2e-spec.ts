import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { builtServer, freePort, launchGatehouse } from './harness/launch.js';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'gatehouse-stopping-'));
});
afterEach(() => rm(data, { recursive: true, force: true }));

/** Processes that work inside the data folder, such as PostgreSQL's. */
async function processesInside(): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const folders = await Promise.all(ids.map((id) => readlink(`/proc/${id}/cwd`).catch(() => '')));
  return ids.filter((_, index) => folders[index]?.startsWith(data));
}

/** Starts, and sends a signal as soon as it has said something. */
async function stopAt(said: RegExp, signal: NodeJS.Signals): Promise<ChildProcess> {
  const child = spawn(process.execPath, [builtServer], {
    env: { ...process.env, PORT: String(await freePort()), GATEHOUSE_DATA_DIR: data },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    const before = said.test(text);
    text += chunk.toString();
    if (!before && said.test(text)) child.kill(signal);
  });
  await once(child, 'exit');
  expect(text).toMatch(said);
  expect(text).not.toContain('Gatehouse is ready');
  return child;
}

const moments = [
  ['the database is created', /creating the database/, 'SIGTERM'],
  ['the database starts', /starting the database/, 'SIGINT'],
  ['it migrates', /migrating identity \(/, 'SIGTERM'],
  ['its last migrations have begun', /migrating webhooks/, 'SIGINT'],
] as const;

it.skipIf(process.platform !== 'linux').each(moments)(
  'a signal while %s stops it in order, and the next start works',
  async (_, said, signal) => {
    expect((await stopAt(said, signal)).exitCode).toBe(0);
    await expect.poll(processesInside).toEqual([]);
    const started = await launchGatehouse({ data, ready: /Gatehouse is ready/ });
    expect((await fetch(`${started.url}/health/ready`)).status).toBe(200);
    await started.stop();
    expect(await processesInside()).toEqual([]);
  },
  60_000,
);
