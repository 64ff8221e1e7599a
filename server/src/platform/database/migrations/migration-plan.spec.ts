import { expect, it } from 'vitest';
import type { MigrationFile } from './migration-files.js';
import { planMigrations } from './migration-plan.js';

const file = (module: string, name: string): MigrationFile => ({
  module,
  name,
  sql: '',
  checksum: name,
  outsideTransaction: false,
});

const applied = (module: string, name: string) => ({ module, name, checksum: name });

it('plans what has not run, in the order of the files', () => {
  const files = [file('platform', '0001_a'), file('chat', '0001_a'), file('chat', '0002_b')];
  expect(planMigrations(files, [applied('chat', '0001_a')])).toEqual([files[0], files[2]]);
});

it('refuses a file that would run after a later one of its module', () => {
  const files = [file('chat', '0001_a'), file('chat', '0002_b')];
  expect(() => planMigrations(files, [applied('chat', '0002_b')])).toThrow(
    'chat/0001_a.sql would run after 0002_b',
  );
});

it('lets modules advance on their own', () => {
  const files = [file('chat', '0001_a'), file('payments', '0009_z')];
  expect(planMigrations(files, [applied('payments', '0009_z')])).toEqual([files[0]]);
});
