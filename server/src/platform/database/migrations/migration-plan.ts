import type { MigrationFile } from './migration-files.js';
import { StartError } from '../../../kernel/start-error.js';

export interface AppliedMigration {
  module: string;
  name: string;
  checksum: string;
}

const key = ({ module, name }: { module: string; name: string }) => `${module}/${name}.sql`;

/**
 * Compares the files with the database's record.
 *
 * @returns the files still to run, in order.
 * @throws an Error saying what to do when files and record contradict each other.
 */
export function planMigrations(
  files: readonly MigrationFile[],
  applied: readonly AppliedMigration[],
): MigrationFile[] {
  const filesByKey = new Map(files.map((file) => [key(file), file]));
  const lastApplied = new Map<string, string>();
  for (const row of applied) {
    const file = filesByKey.get(key(row));
    if (!file) throw new StartError(missing(key(row)));
    if (file.checksum !== row.checksum) throw new StartError(changed(key(row)));
    const last = lastApplied.get(row.module);
    if (last === undefined || last < row.name) lastApplied.set(row.module, row.name);
  }
  const done = new Set(applied.map(key));
  const pending = files.filter((file) => !done.has(key(file)));
  for (const file of pending) {
    const last = lastApplied.get(file.module);
    if (last !== undefined && file.name < last) throw new StartError(outOfOrder(key(file), last));
  }
  return pending;
}

const missing = (file: string) =>
  `The database has run ${file}, which this version of Gatehouse does not have: a newer version, ` +
  `or another branch, migrated it. Start that version, or restore a backup from before it.`;

const changed = (file: string) =>
  `${file} was changed after it ran on this database. Restore its text as it was, and put the ` +
  `change into a new file with the next number.`;

const outOfOrder = (file: string, last: string) =>
  `${file} would run after ${last}, which comes later by number: two branches numbered files at ` +
  `the same time. Give it the next free number.`;
