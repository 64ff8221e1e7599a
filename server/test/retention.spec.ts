import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { allVariables, loadConfig } from '../src/platform/config/config.js';

const page = readFileSync(join(import.meta.dirname, '../../docs/operations/retention.md'), 'utf8');
const config = new Map<string, unknown>(Object.entries(loadConfig({ NODE_ENV: 'test' })));

/** Settings of the table, with the number of days that it tells. */
const told = new Map(
  [...page.matchAll(/^\|.*\| +(\d+) days?\b[^|]*\| +`(GATEHOUSE_\w+)` +\|$/gm)].map(
    ([, days, name]) => [name, Number(days)],
  ),
);

it('docs/operations/retention.md names every setting of how long something is kept', () => {
  const settings = Object.keys(allVariables).filter((name) => /_KEEP_|_GRACE_DAYS$/.test(name));
  expect([...told.keys()].toSorted()).toEqual(settings.toSorted());
});

it('and how long that is where nobody sets it', () => {
  for (const [name = '', days] of told) expect(config.get(name), name).toBe(days);
});

const migrations = join(import.meta.dirname, '../migrations');
/** Every table that the migrations leave, as `module.table`. */
const tables = (): string[] => {
  const known = new Set<string>();
  for (const file of readdirSync(migrations, { recursive: true, encoding: 'utf8' }).toSorted()) {
    if (!file.endsWith('.sql')) continue;
    const module = dirname(file);
    const text = readFileSync(join(migrations, file), 'utf8');
    for (const [, name] of text.matchAll(/^CREATE TABLE (\w+)/gm)) known.add(`${module}.${name}`);
    for (const [, name] of text.matchAll(/^DROP TABLE (\w+)/gm)) known.delete(`${module}.${name}`);
    for (const [, old, name] of text.matchAll(/^ALTER TABLE (\w+) RENAME TO (\w+)/gm))
      if (known.delete(`${module}.${old}`)) known.add(`${module}.${name}`);
  }
  return [...known];
};

/** Names in the second column; one without a module is of the module before it. */
const namedTables = (): Set<string> => {
  const named = new Set<string>();
  for (const [, places = ''] of page.matchAll(/^\|[^|]*\|([^|]*)\|/gm)) {
    let module = '*';
    for (const [, place = ''] of places.matchAll(/`([\w.-]+)`/g)) {
      const [first = '', second] = place.split('.');
      if (second !== undefined) module = first;
      named.add(`${module}.${second ?? first}`);
    }
  }
  return named;
};

it('docs/operations/retention.md tells of every table', () => {
  const named = namedTables();
  const isTold = (table: string) => named.has(table) || named.has(`*.${table.split('.')[1]}`);
  expect(tables().length).toBeGreaterThan(80);
  expect(tables().filter((table) => !isTold(table))).toEqual([]);
});
