import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { Api, password } from '../harness/api.js';
import { enterCredentials, followMail, heading } from './deeds.js';
import { setScene } from './scene.js';
import { expectGoodLook, hasChromium, visit, type Visitor } from './visitor.js';

// One story: each step stands on the one before it.
describe.skipIf(!hasChromium)('data in a browser', { timeout: 240_000 }, () => {
  const scene = setScene();
  let api: Api;
  let boss: Visitor;
  let grace: Visitor;

  beforeAll(async () => {
    api = new Api(scene.gatehouse.url);
    await api.setUp(scene.gatehouse.setupUrl, 'boss@example.com');
    boss = await visit(scene.browser, scene.gatehouse.url);
    grace = await visit(scene.browser, scene.gatehouse.url);
  });

  it('offers every factor that is switched on at the wall, codes by mail too', async () => {
    const { page } = boss;
    await enterCredentials(page, 'boss@example.com', password);
    await heading(page, 'Protect your account first').waitFor();
    await page.getByRole('button', { name: 'Set up an authenticator app' }).waitFor();
    await page.getByRole('button', { name: 'Use codes by SMS' }).waitFor();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Use codes by mail' }).click();
    const code = page.getByRole('dialog').getByRole('textbox');
    await code.waitFor();
    await expect.poll(() => api.codeFor('boss@example.com')).toMatch(/^\d{6}$/);
    await code.fill(await api.codeFor('boss@example.com'));
    await page.getByLabel('I have saved them').check();
    await page.getByRole('button', { name: 'Finish' }).click();
    await heading(page, 'Hello, Ada').waitFor();
    expect(boss.complaints).toEqual([]);
  });

  it('imports people: a dry run first, then those who can be added, with a report', async () => {
    const { page } = boss;
    await page.goto('/people');
    await page.getByRole('button', { name: 'Import' }).click();
    await page.getByRole('menuitem', { name: 'From a file' }).click();
    const lines = ['email,firstName,lastName', 'one@example.com,One,Person', 'nonsense,Two,Person'];
    await page.getByLabel('File').setInputFiles({
      name: 'people.csv',
      mimeType: 'application/vnd.ms-excel',
      buffer: Buffer.from(lines.join('\n')),
    });
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('1 could be added, 1 refused.').waitFor();
    await page.getByRole('list', { name: 'Refused lines' }).getByText('nonsense').waitFor();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByLabel('File').setInputFiles({
      name: 'people.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(lines.join('\n')),
    });
    await page.getByLabel('Dry run: only say what would happen').uncheck();
    await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('1 were added, 1 refused.').waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('row').filter({ hasText: 'one@example.com' }).waitFor();
    await expectGoodLook(page);
  });

  it('shows imports that were, with their reports', async () => {
    const { page } = boss;
    await page.getByRole('button', { name: 'Import' }).click();
    await page.getByRole('menuitem', { name: 'Past imports' }).click();
    const past = page.getByRole('list', { name: 'Past imports' }).getByRole('listitem');
    await past.nth(1).getByText('Dry run').waitFor();
    await expectGoodLook(page);
    await past.first().getByRole('button', { name: 'Report' }).click();
    await page.getByRole('list', { name: 'Refused lines' }).getByText('nonsense').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
  });

  it('exports them, as the list is filtered', async () => {
    const { page } = boss;
    const take = async (form: string) => {
      await page.getByRole('button', { name: 'Export' }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: form, exact: true }).click(),
      ]);
      return {
        name: download.suggestedFilename(),
        text: await readFile(await download.path(), 'utf8'),
      };
    };
    const csv = await take('As CSV');
    expect(csv.name).toBe('people.csv');
    expect(csv.text).toContain('one@example.com');
    await page.goto('/people?search=one%40example.com');
    await page.getByRole('row').filter({ hasText: 'one@example.com' }).waitFor();
    const json = await take('As JSON');
    expect(json.name).toBe('people.json');
    expect(JSON.parse(json.text)).toMatchObject([{ email: 'one@example.com' }]);
    expect(boss.complaints).toEqual([]);
  });

  it('sends people what is known about them, and a day on which they are erased', async () => {
    const { page } = grace;
    await api.register('grace@example.com');
    await enterCredentials(page, 'grace@example.com', password);
    await heading(page, 'Hello, Ada').waitFor();
    await page.goto('/profile');
    await page.getByRole('button', { name: 'Download my data' }).click();
    await page.getByText('is on its way').first().waitFor();
    await api.linkIn('grace@example.com', 'Everything we know about you');
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Delete my account' }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.waitFor();
    await expectGoodLook(page);
    await dialog.getByRole('button', { name: 'Delete my account' }).click();
    await heading(page, 'Sign in').waitFor();
    await page
      .getByText(/Your account is erased on/)
      .first()
      .waitFor();
    await followMail(page, 'grace@example.com');
    await page.getByRole('button', { name: 'Keep my account' }).click();
    await heading(page, 'Your account stays').waitFor();
    await expectGoodLook(page);
    expect(grace.complaints).toEqual([]);
  });
});
