import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { removeOrphans } from './orphans.mjs';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-orphans-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = async (...names: string[]) => {
  for (const name of names) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), '');
  }
};

it('removes what was compiled of sources that are gone, and nothing else', async () => {
  await write('src/kept.ts', 'src/rooms/page.tsx');
  const kept = ['index.html', 'kept.d.ts', 'kept.js', 'kept.js.map', 'rooms/page.js'];
  const gone = ['old.d.ts', 'old.d.ts.map', 'old.js', 'rooms/old.js', 'removed/old.js'];
  await write(...[...kept, ...gone].map((name) => `dist/${name}`));
  expect(new Set(removeOrphans(folder))).toEqual(new Set(gone));
  const files = await readdir(path.join(folder, 'dist'), { recursive: true });
  expect(files.filter((name) => path.extname(name)).toSorted()).toEqual(kept.toSorted());
});

it('has nothing to remove where nothing was built', async () => {
  await write('src/new.ts');
  expect(removeOrphans(folder)).toEqual([]);
});
