import { beforeAll, describe, expect, it } from 'vitest';
import { heading, visitAsOwner } from './deeds.js';
import { setScene } from './scene.js';
import { expectGoodLook, hasChromium, type Visitor } from './visitor.js';

// One story: each step stands on the one before it.
describe.skipIf(!hasChromium)('service accounts in a browser', { timeout: 240_000 }, () => {
  const scene = setScene();
  let ada: Visitor;
  let secret: string;

  beforeAll(async () => {
    ada = await visitAsOwner(scene.browser, scene.gatehouse);
  });

  const use = async () => {
    const headers = { 'x-api-key': secret };
    return (await fetch(`${scene.gatehouse.url}/users`, { headers })).status;
  };

  it('makes one, and a key of it that works', async () => {
    const { page } = ada;
    await page.getByRole('link', { name: 'Service accounts' }).click();
    await page.getByText('No service accounts').waitFor();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'New service account' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Nightly export');
    await page.getByLabel('Role').selectOption('Manager');
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('link', { name: 'Nightly export' }).click();
    await heading(page, 'Nightly export').waitFor();
    await page.getByRole('button', { name: 'New API key' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Server 1');
    await page.getByRole('checkbox', { name: /user:read/ }).check();
    // A manager may not change webhooks, and so no key of it may.
    expect(await page.getByRole('checkbox', { name: /webhook:manage/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Make the key' }).click();
    secret = (await page.getByTestId('secret').textContent()) ?? '';
    await page.getByLabel('I have saved it').check();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByText('Server 1').waitFor();
    expect(await use()).toBe(200);
    await expectGoodLook(page);
    await page.goto('/people');
    await page.getByRole('row').filter({ hasText: 'Service account' }).waitFor();
    await expectGoodLook(page);
    await page.getByRole('link', { name: 'Nightly export' }).click();
    await page.getByText('Service account, for a program').waitFor();
    expect(await page.getByText('service.invalid').count()).toBe(0);
    const parts = page.getByRole('navigation', { name: "Parts of this person's page" });
    expect(await parts.getByRole('link').allTextContents()).not.toContain('Sessions');
    await expectGoodLook(page);
    await page.getByRole('main').getByRole('link', { name: 'Service account' }).click();
    await page.getByRole('button', { name: 'New API key' }).waitFor();
  });

  it('gives it another role, and changes its key', async () => {
    const { page } = ada;
    await page.goto('/automation');
    await page.getByRole('link', { name: 'Nightly export' }).click();
    await page.getByRole('button', { name: 'Edit the key Server 1' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Server 2');
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Server 2').waitFor();
    await page.getByRole('button', { name: 'Change role' }).click();
    await page.getByRole('combobox', { name: 'Role' }).selectOption('Employee');
    await expectGoodLook(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Change role' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await use()).toBe(403);
    await page.getByRole('button', { name: 'Change role' }).click();
    await page.getByRole('combobox', { name: 'Role' }).selectOption('Manager');
    await page.getByRole('dialog').getByRole('button', { name: 'Change role' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await use()).toBe(200);
  });

  it('deactivates, renames and deletes it', async () => {
    const { page } = ada;
    await page.goto('/automation');
    await page.getByRole('link', { name: 'Nightly export' }).click();
    // What is on the page may have been read before whoever deactivates it is answered.
    const answered = page.waitForResponse((answer) => answer.url().endsWith('/deactivate'));
    await page.getByRole('button', { name: 'Deactivate' }).click();
    await answered;
    expect(await use()).toBe(401);
    await page.getByText('Deactivated').waitFor();
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Export');
    await page.getByRole('button', { name: 'Save' }).click();
    await heading(page, 'Export').waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No service accounts').waitFor();
    expect(ada.complaints).toEqual([]);
  });
});
