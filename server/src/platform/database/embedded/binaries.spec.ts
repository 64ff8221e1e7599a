import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { findBinaries, hydrateSymlinks } from './binaries.js';

it('finds the binaries and the major version of this platform', async () => {
  const binaries = await findBinaries();
  expect(binaries.majorVersion).toBe('18');
  expect(binaries.postgres).toMatch(/native[/\\]bin[/\\]postgres(\.exe)?$/);
});

it('makes the library links that an install without scripts left out, however often', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'binaries '));
  await mkdir(path.join(folder, 'native/lib'), { recursive: true });
  await writeFile(path.join(folder, 'native/lib/libpq.so.5.18'), 'library');
  await writeFile(
    path.join(folder, 'native/pg-symlinks.json'),
    JSON.stringify([{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]),
  );
  await hydrateSymlinks(folder);
  await hydrateSymlinks(folder);
  expect(await readFile(path.join(folder, 'native/lib/libpq.so.5'), 'utf8')).toBe('library');
  await rm(folder, { recursive: true });
});
