import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { at } from './project.mjs';

/** One value for the text of some files. */
export function contentFingerprint(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(at(file)));
  return hash.digest('hex');
}

/** One value for the state of files and folders by name, size and time: quick for many files. */
export function stateFingerprint(paths) {
  const hash = createHash('sha256');
  for (const entry of paths) addState(hash, entry);
  return hash.digest('hex');
}

function addState(hash, entry) {
  const stats = statSync(at(entry), { throwIfNoEntry: false });
  if (!stats) return;
  if (!stats.isDirectory()) {
    hash.update(`${entry}\0${stats.size}\0${stats.mtimeMs}\n`);
    return;
  }
  for (const name of readdirSync(at(entry)).toSorted()) addState(hash, path.join(entry, name));
}

export function remembers(file, value) {
  return existsSync(file) && readFileSync(file, 'utf8') === value;
}

export function remember(file, value) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, value);
}
