import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listeners } from '../src/apps/reference/listeners.js';
import { referencePages } from '../src/apps/reference/reference-pages.js';
import { referenceDirectory } from '../src/platform/config/paths.js';

const pages = referencePages();

it.each(Object.keys(pages))(
  'docs/reference/%s says what the code does; else: npm run docs',
  (name) => {
    expect(readFileSync(join(referenceDirectory, name), 'utf8')).toBe(pages[name]);
  },
);

it('has no page in docs/reference that nobody makes', () => {
  expect(readdirSync(referenceDirectory).toSorted()).toEqual(Object.keys(pages).toSorted());
});

it('knows every listener that there is', () => {
  const source = join(import.meta.dirname, '../src/modules');
  const found = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.listener.ts'))
    .map((path) =>
      /override readonly name = '([^']+)'/.exec(readFileSync(join(source, path), 'utf8')),
    );
  expect(new Set(found.map((match) => match?.[1]))).toEqual(
    new Set(listeners.map(({ name }) => name)),
  );
});
