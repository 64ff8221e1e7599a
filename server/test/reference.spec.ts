import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { referencePages } from '../src/apps/reference.js';
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
