import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { removeSockets, takesSocket } from './socket.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gatehouse socket '));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it.skipIf(process.platform === 'win32')(
  'tries where a socket can be, and leaves none',
  async () => {
    expect(await takesSocket(folder)).toBe(true);
    expect(await readdir(folder)).toEqual([]);
  },
);

it('takes none where its path is too long, or there is no such folder', async () => {
  const deep = path.join(folder, 'a'.repeat(100));
  await mkdir(deep);
  expect(await takesSocket(deep)).toBe(false);
  expect(await takesSocket(path.join(folder, 'missing'))).toBe(false);
});

it('removes the sockets of a killed server, and nothing else', async () => {
  for (const name of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock', 'PG_VERSION'])
    await writeFile(path.join(folder, name), '');
  await removeSockets(folder);
  expect(await readdir(folder)).toEqual(['PG_VERSION']);
  await expect(removeSockets(path.join(folder, 'missing'))).resolves.toBeUndefined();
});
