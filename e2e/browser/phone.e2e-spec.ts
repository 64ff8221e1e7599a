import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { fillPerson, heading, owner, setUp, turnOnTwoFactor } from './deeds.js';
import { setScene } from './scene.js';
import { hasChromium, narrow, visit, type Visitor } from './visitor.js';

// One story, at the width of a small phone.
describe.skipIf(!hasChromium)('the console on a phone', { timeout: 240_000 }, () => {
  const scene = setScene();
  let ada: Visitor;

  beforeAll(async () => {
    ada = await visit(scene.browser, scene.gatehouse.url);
    await ada.page.setViewportSize(narrow);
  });

  it('keeps backup codes as a file and in the clipboard', async () => {
    const { page } = ada;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await setUp(page, scene.gatehouse.setupUrl, owner, 'Northwind Traders');
    await turnOnTwoFactor(page, async (codes) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download' }).click(),
      ]);
      const file = await readFile(await download.path(), 'utf8');
      expect(download.suggestedFilename()).toBe('gatehouse-backup-codes.txt');
      expect(file.split('\n')).toEqual(expect.arrayContaining(codes));
      await page.getByRole('button', { name: 'Copy', exact: true }).click();
      const copied = () => page.evaluate<string>('navigator.clipboard.readText()');
      await expect.poll(copied).toBe(codes.join('\n'));
    });
    await heading(page, 'Hello, Ada').waitFor();
  });

  it('opens the navigation and adds a person', async () => {
    const { page } = ada;
    await page.getByRole('button', { name: 'Open navigation' }).click();
    await page.getByRole('dialog').getByRole('link', { name: 'People' }).click();
    await heading(page, 'People').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Close navigation' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Add person' }).click();
    const grace = { ...owner, email: 'grace@northwind.test', firstName: 'Grace' };
    await fillPerson(page, grace);
    await page.getByRole('button', { name: 'Add person' }).last().click();
    await page.getByText(grace.email).first().waitFor();
  });

  it('is moved through by keyboard alone', async () => {
    const { page } = ada;
    const menu = page.getByRole('button', { name: 'Open navigation' });
    const drawer = page.getByRole('dialog');
    await menu.focus();
    await page.keyboard.press('Enter');
    await drawer.waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await expect.poll(() => menu.evaluate((button) => button.matches(':focus'))).toBe(true);
    await page.keyboard.press('Enter');
    const profile = drawer.getByRole('link', { name: 'Profile' });
    for (let tabs = 0; tabs < 10; tabs += 1) {
      if (await profile.evaluate((link) => link.matches(':focus'))) break;
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await heading(page, 'Profile').waitFor();
    expect(ada.complaints).toEqual([]);
  });
});
