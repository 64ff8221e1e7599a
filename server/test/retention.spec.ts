import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
