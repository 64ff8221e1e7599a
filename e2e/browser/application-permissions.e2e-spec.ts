import { beforeAll, describe, expect, it } from 'vitest';
import { visitAsOwner } from './deeds.js';
import { setScene } from './scene.js';
import { expectGoodLook, hasChromium, type Visitor } from './visitor.js';

// One story: each step stands on the one before it.
describe.skipIf(!hasChromium)(
  'permissions of applications in a browser',
  { timeout: 240_000 },
  () => {
    const scene = setScene();
    let ada: Visitor;

    beforeAll(async () => {
      ada = await visitAsOwner(scene.browser, scene.gatehouse);
    });

    it('are defined by the staff, under a name that is not Gatehouse’s own', async () => {
      const { page } = ada;
      await page.getByRole('link', { name: 'Application permissions' }).click();
      await page.getByRole('button', { name: 'New permission' }).click();
      await page.getByRole('textbox', { name: 'Name' }).fill('user:approve');
      await page.getByRole('textbox', { name: 'Description' }).fill('Approve invoices');
      await page.getByRole('button', { name: 'Save permission' }).click();
      await page.getByText('no name of Gatehouse').waitFor();
      await expectGoodLook(page);
      await page.getByRole('textbox', { name: 'Name' }).fill('invoices:approve');
      await page.getByRole('button', { name: 'Save permission' }).click();
      await page.getByRole('button', { name: 'Remove invoices:approve' }).waitFor();
      await expectGoodLook(page);
    });

    it('stand in the matrix of roles, and are a scope of a key, which may have a limit of its own', async () => {
      const { page } = ada;
      await page.goto('/roles-and-permissions');
      await page
        .getByRole('row')
        .filter({ hasText: 'invoices:approve' })
        .getByLabel('Yes')
        .waitFor();
      await page.goto('/keys');
      await page.getByRole('button', { name: 'New API key' }).click();
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Billing');
      await page.getByRole('checkbox', { name: /invoices:approve/ }).check();
      await page.getByLabel('Calls a minute').fill('60');
      await expectGoodLook(page);
      await page.getByRole('button', { name: 'Make the key' }).click();
      await page.getByLabel('I have saved it').check();
      await page.getByRole('button', { name: 'Done' }).click();
      await page.getByText('60 calls a minute').waitFor();
      expect(ada.complaints).toEqual([]);
    });

    it('are removed from everywhere', async () => {
      const { page } = ada;
      await page.goto('/installation/permissions');
      await page.getByRole('button', { name: 'Remove invoices:approve' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
      await page.getByText('No permissions of applications').waitFor();
      await page.goto('/keys');
      await page.getByText('Billing').waitFor();
      expect(await page.getByText('invoices:approve').count()).toBe(0);
      expect(ada.complaints).toEqual([]);
    });
  },
);
