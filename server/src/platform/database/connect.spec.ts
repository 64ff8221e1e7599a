import { expect, it } from 'vitest';
import { versionProblem } from './connect.js';

it.each(['14.9 (Debian 14.9-1)', '9.6.24', ''])('finds PostgreSQL %s too old', (version) => {
  expect(versionProblem(version)).toMatch(/15 or newer is needed.*DATABASE_URL/);
});

it.each(['15.0', '18.1 (Ubuntu 18.1-1)', '19beta1'])('takes PostgreSQL %s', (version) => {
  expect(versionProblem(version)).toBeNull();
});
