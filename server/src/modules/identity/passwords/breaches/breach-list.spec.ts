import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { QuietLogger } from '../../../../../test/harness/events.js';
import { loadConfig } from '../../../../platform/config/config.js';
import { BreachList, breachHash } from './breach-list.js';
import { buildBreachList } from './breach-list-builder.js';
import { BreachedPasswords } from './breached-passwords.service.js';

let folder: string;
const at = (name: string): string => join(folder, name);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-breaches-'));
});
afterEach(() => rm(folder, { recursive: true }));

const numbered = Array.from({ length: 1000 }, (_, index) => `password ${index}`);

it('finds every password of a list and no other', async () => {
  const hashes = ['from a collection', 'without a count'].map(breachHash);
  const lines = [...numbered, 'password 7', '', `${hashes[0]}:42`, hashes[1]?.toLowerCase()];
  await writeFile(at('source'), lines.join('\r\n'));
  expect(await buildBreachList(at('source'), at('list'))).toBe(1002);
  expect((await stat(at('list'))).size).toBe(8 + 1002 * 8);
  expect((await readdir(folder)).toSorted()).toEqual(['list', 'source']);
  const list = await BreachList.open(at('list'));
  const missed = [];
  for (const password of [...numbered, 'from a collection', 'without a count'])
    if (!(await list.has(breachHash(password)))) missed.push(password);
  expect(missed).toEqual([]);
  const found = [];
  for (let index = 1000; index < 2000; index += 1)
    if (await list.has(breachHash(`password ${index}`))) found.push(index);
  expect(found).toEqual([]);
  await list.close();
});

it('knows the ends of the list', async () => {
  const hashes = ['0'.repeat(40), 'F'.repeat(40), `${'0'.repeat(15)}1${'0'.repeat(24)}`];
  await writeFile(at('source'), hashes.join('\n'));
  await buildBreachList(at('source'), at('list'));
  const list = await BreachList.open(at('list'));
  for (const hash of hashes) expect(await list.has(hash)).toBe(true);
  expect(await list.has(`${'F'.repeat(15)}E${'0'.repeat(24)}`)).toBe(false);
  await list.close();
});

it('refuses a file that is no breach list', async () => {
  await writeFile(at('other'), 'something else altogether');
  await expect(BreachList.open(at('other'))).rejects.toThrow('is not a breach list');
});

it('takes a password while its list cannot be read, says so, and tries again', async () => {
  const logger = new QuietLogger();
  const config = loadConfig({ NODE_ENV: 'test', GATEHOUSE_BREACH_LIST: at('list') });
  const breached = new BreachedPasswords(config, logger);
  expect(await breached.has('password 1')).toBe(false);
  expect(logger.lines).toEqual(['The breached passwords could not be asked']);
  await writeFile(at('source'), numbered.join('\n'));
  await buildBreachList(at('source'), at('list'));
  expect(await breached.has('password 1')).toBe(true);
  await breached.onApplicationShutdown();
});
