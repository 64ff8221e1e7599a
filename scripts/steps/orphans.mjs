import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

const COMPILED = /\.(js|d\.ts)(\.map)?$/;
const SOURCES = ['.ts', '.tsx'];

/**
 * Removes from `<folder>/dist` what the compiler made of sources that `<folder>/src` no longer has.
 * tsc leaves it there, where an import of what was renamed still finds it.
 * @returns what was removed, relative to `dist`.
 */
export function removeOrphans(folder) {
  const dist = path.join(folder, 'dist');
  if (!existsSync(dist)) return [];
  const orphans = readdirSync(dist, { recursive: true }).filter((name) => {
    if (!COMPILED.test(name)) return false;
    const source = path.join(folder, 'src', name.replace(COMPILED, ''));
    return !SOURCES.some((extension) => existsSync(source + extension));
  });
  for (const name of orphans) rmSync(path.join(dist, name));
  return orphans;
}
