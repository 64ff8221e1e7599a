import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, password } from '../harness/api.js';
import { startGatehouse, type RunningGatehouse } from '../harness/gatehouse.js';
import { enterCredentials, heading } from './deeds.js';
import { expectGoodLook, hasChromium, launch, visit } from './visitor.js';

describe.skipIf(!hasChromium)('the profile in a browser', { timeout: 120_000 }, () => {
  let gatehouse: RunningGatehouse;
  let browser: Browser;
  let api: Api;

  beforeAll(async () => {
    [gatehouse, browser] = await Promise.all([startGatehouse(), launch()]);
    api = new Api(gatehouse.url);
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await gatehouse?.stop();
  });

  it('adds an address, makes it the primary one and removes the former one', async () => {
    await api.register('ada@example.com');
    const ada = await visit(browser, gatehouse.url);
    const { page } = ada;
    await enterCredentials(page, 'ada@example.com', password);
    await page.getByRole('link', { name: 'Profile' }).click();
    await page.getByRole('button', { name: 'Add an address' }).click();
    await page.getByRole('textbox', { name: 'E-mail address' }).fill('ada@home.example');
    await page.getByRole('button', { name: 'Send the mail' }).click();
    const added = page.getByRole('listitem').filter({ hasText: 'ada@home.example' });
    await added.getByText('Waits for you').waitFor();
    await page.goto(`/confirm-email?token=${await api.linkFor('ada@home.example')}`);
    await page.getByRole('button', { name: 'Confirm this address' }).click();
    await heading(page, 'Your address is confirmed').waitFor();
    await page.getByRole('link', { name: 'Continue' }).click();
    await page.getByRole('link', { name: 'Profile' }).click();
    await page.getByRole('button', { name: 'Make ada@home.example primary' }).click();
    await page.getByRole('button', { name: 'Make primary', exact: true }).click();
    await added.getByText('Primary', { exact: true }).waitFor();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Remove ada@example.com' }).click();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText('ada@example.com is removed.').first().waitFor();
    await expect.poll(() => page.getByText('ada@example.com', { exact: true }).count()).toBe(0);
    expect(ada.complaints).toEqual([]);
    await ada.leave();
  });
});
