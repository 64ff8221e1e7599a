import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const FOLLOW = new URL('follow-parent.mjs', import.meta.url).href;
const SUPERVISE = new URL('supervise.mjs', import.meta.url).href;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'supervise '));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const seen = () => readFile(path.join(folder, 'seen'), 'utf8').catch(() => '');

/** A product that notes each signal, takes its time to stop, and ends with code 7. */
async function startProduct(): Promise<ChildProcess> {
  const product = path.join(folder, 'product.mjs');
  await writeFile(
    product,
    `import { appendFileSync } from 'node:fs';
     const note = (text) => appendFileSync(${JSON.stringify(path.join(folder, 'seen'))}, text + ' ');
     for (const signal of ['SIGINT', 'SIGTERM'])
       process.on(signal, () => { note(signal); setTimeout(() => { note('end'); process.exit(7); }, 300); });
     setInterval(() => undefined, 1000);
     note('ready');`,
  );
  const script = `import { supervise } from ${JSON.stringify(SUPERVISE)};
    process.exitCode = await supervise(
      [process.execPath, '--import=${FOLLOW}', ${JSON.stringify(product)}], process.env);`;
  const starter = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  await vi.waitFor(async () => expect(await seen()).toBe('ready '), 60_000);
  return starter;
}

it('passes a signal on once, however many senders repeat it, and returns the exit code', async () => {
  const starter = await startProduct();
  starter.kill('SIGINT');
  setTimeout(() => starter.kill('SIGINT'), 50);
  expect(await once(starter, 'exit')).toEqual([7, null]);
  expect(await seen()).toBe('ready SIGINT end ');
});

it('stops the product in good order when the starting script is killed', async () => {
  const starter = await startProduct();
  starter.kill('SIGKILL');
  await vi.waitFor(async () => expect(await seen()).toBe('ready SIGTERM end '), 60_000);
});
