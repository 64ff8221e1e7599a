import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { Api, password } from '../harness/api.js';
import { Authenticator } from './authenticator.js';
import { enterCredentials, heading } from './deeds.js';
import { setScene } from './scene.js';
import { expectGoodLook, hasChromium, visit, type Visitor } from './visitor.js';

// One story: each step stands on the one before it.
describe.skipIf(!hasChromium)('compliance in a browser', { timeout: 240_000 }, () => {
  const scene = setScene();
  let boss: Visitor;

  beforeAll(async () => {
    const api = new Api(scene.gatehouse.url);
    const { access } = await api.setUp(scene.gatehouse.setupUrl, 'boss@example.com');
    const { secret, access: owner } = await api.turnOnTotp(access);
    await api.add(owner, 'bare@example.com', 'EMPLOYEE');
    const key = { name: 'Nightly export', scopes: ['user:read'] };
    await api.call('POST', '/api-keys', { token: owner, body: key });
    boss = await visit(scene.browser, scene.gatehouse.url);
    await enterCredentials(boss.page, 'boss@example.com', password);
    const authenticator = new Authenticator(secret);
    // The step of now was used to turn the app on.
    await authenticator.code();
    await boss.page.getByLabel('Code from the app').fill(await authenticator.code());
    await heading(boss.page, 'Hello, Ada').waitFor();
  });

  it('shows shares, findings and retention, in light and dark and on a phone', async () => {
    const { page } = boss;
    await page.goto('/compliance-overview');
    await page.getByText('0 of 1 (0 %)').waitFor();
    await page.getByText('Audit trail and retention').waitFor();
    await page.getByText('400 days').waitFor();
    await expectGoodLook(page);
  });

  it('leads to the keys and the people behind the numbers', async () => {
    const { page } = boss;
    await page.getByRole('button', { name: 'Show API keys without expiry' }).click();
    await page.getByRole('list', { name: 'API keys' }).getByText('Nightly export').waitFor();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('link', { name: '1 without a second factor' }).click();
    await page.getByRole('row').filter({ hasText: 'bare@example.com' }).waitFor();
    await expect
      .poll(() => page.getByRole('row').filter({ hasText: 'boss@example.com' }).count())
      .toBe(0);
  });

  it('hands it all out as CSV', async () => {
    const { page } = boss;
    await page.goto('/compliance-overview');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('compliance.csv');
    const text = await readFile(await download.path(), 'utf8');
    expect(text).toContain('no_second_factor');
    expect(boss.complaints).toEqual([]);
  });
});
