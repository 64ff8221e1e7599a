import { beforeAll, describe, expect, it } from 'vitest';
import { heading, visitAsOwner } from './deeds.js';
import { setScene } from './scene.js';
import { expectGoodLook, hasChromium, type Visitor } from './visitor.js';

// One story: each step stands on the one before it.
describe.skipIf(!hasChromium)('API keys in a browser', { timeout: 240_000 }, () => {
  const scene = setScene();
  let ada: Visitor;
  let first: string;
  let second: string;

  beforeAll(async () => {
    ada = await visitAsOwner(scene.browser, scene.gatehouse);
  });

  const use = async (secret: string, path = '/users') => {
    const answer = await fetch(scene.gatehouse.url + path, { headers: { 'x-api-key': secret } });
    return answer.status;
  };
  const newSecret = async () => {
    const shown = await ada.page.getByTestId('secret').textContent();
    const done = ada.page.getByRole('button', { name: 'Done' });
    expect(await done.isDisabled()).toBe(true);
    // Neither Escape nor a press beside it costs a secret that was not saved.
    await ada.page.keyboard.press('Escape');
    await ada.page.getByText('Save it first').first().waitFor();
    await expectGoodLook(ada.page);
    await ada.page.getByLabel('I have saved it').check();
    await done.click();
    await ada.page.getByTestId('secret').waitFor({ state: 'detached' });
    return shown ?? '';
  };

  it('says what is wrong in the form, and makes a key that works as far as was chosen', async () => {
    const { page } = ada;
    await page.getByRole('link', { name: 'API keys' }).click();
    await heading(page, 'API keys').waitFor();
    await page.getByText('No API keys').waitFor();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'New API key' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Nightly export');
    await page.getByLabel('Only from these addresses').fill('127.0.0.1, home');
    await page.getByRole('button', { name: 'Make the key' }).click();
    await page.getByText('Choose at least one.').waitFor();
    await page.getByText('Must be an IP address or a range').waitFor();
    await expectGoodLook(page);
    await page.getByRole('checkbox', { name: /user:read/ }).check();
    await page.getByLabel('Only from these addresses').fill('127.0.0.1\n::1');
    await page.getByRole('button', { name: 'Make the key' }).click();
    first = await newSecret();
    expect(first).toMatch(/^gh_live_/);
    expect(await use(first)).toBe(200);
    expect(await use(first, '/audit-logs')).toBe(403);
    await page.getByText('Nightly export').waitFor();
    expect(ada.complaints).toEqual([]);
  });

  it('rotates a key: both secrets work for a while, and the new one is shown once', async () => {
    const { page } = ada;
    await page.getByRole('button', { name: 'Rotate the key Nightly export' }).click();
    await page.getByRole('dialog').waitFor();
    await expectGoodLook(page);
    await page.getByLabel('The old secret works for').selectOption('another hour');
    await page.getByRole('button', { name: 'Rotate', exact: true }).click();
    second = await newSecret();
    expect(second).not.toBe(first);
    expect([await use(first), await use(second)]).toEqual([200, 200]);
    await page.getByText(/Old secret ends in/).waitFor();
    await page.reload();
    await page.getByText('Nightly export').waitFor();
    expect(await page.content()).not.toContain(second);
    await expectGoodLook(page);
  });

  it('shows how often a key was used', async () => {
    const { page } = ada;
    const open = page.getByRole('button', { name: 'Usage of the key Nightly export' });
    const chart = page.getByRole('img', { name: /in 90 days/ });
    // Uses are noted every 15 seconds, so some may be told before the others.
    const whole = '4 calls in 90 days, 4 calls today';
    await expect
      .poll(
        async () => {
          await open.click();
          await chart.waitFor();
          const told = await chart.getAttribute('aria-label');
          if (told === whole) return told;
          await page.keyboard.press('Escape');
          await chart.waitFor({ state: 'detached' });
          return told;
        },
        { timeout: 60_000, interval: 3_000 },
      )
      .toBe(whole);
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Done' }).click();
  });

  it('revokes a key, which is turned away at its next call', async () => {
    const { page } = ada;
    await page.getByRole('button', { name: 'Revoke the key Nightly export' }).click();
    await page.getByRole('alertdialog').waitFor();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Revoke key' }).click();
    await page.getByText('No API keys').waitFor();
    expect([await use(first), await use(second)]).toEqual([401, 401]);
    expect(ada.complaints).toEqual([]);
  });
});
