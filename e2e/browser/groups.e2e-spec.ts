import { beforeAll, describe, expect, it } from 'vitest';
import { heading, visitAsOwner } from './deeds.js';
import { setScene } from './scene.js';
import { expectGoodLook, hasChromium, type Visitor } from './visitor.js';

// One story: each step stands on the one before it.
describe.skipIf(!hasChromium)('groups in a browser', { timeout: 240_000 }, () => {
  const scene = setScene();
  let ada: Visitor;

  beforeAll(async () => {
    ada = await visitAsOwner(scene.browser, scene.gatehouse);
  });

  it('makes one that grants something, and adds somebody', async () => {
    const { page } = ada;
    await page.getByRole('link', { name: 'Groups' }).click();
    await page.getByText('No groups').waitFor();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'New group' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Front desk');
    await page.getByRole('textbox', { name: 'Description' }).fill('Whoever greets people');
    await page.getByLabel('Begin with the permissions of').selectOption('Manager');
    expect(await page.getByRole('checkbox', { name: 'Delete people' }).isChecked()).toBe(true);
    await page.getByLabel('Begin with the permissions of').selectOption('No role');
    await page.getByRole('checkbox', { name: 'Read the audit trail' }).check();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Save group' }).click();
    await page.getByRole('link', { name: 'Front desk' }).click();
    await heading(page, 'Front desk').waitFor();
    await page.getByText('Nobody yet').waitFor();
    await page.getByRole('button', { name: 'Add people' }).click();
    await page.getByRole('button', { name: /^Add Ada/ }).click();
    await page.getByText('Added', { exact: true }).waitFor();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Done' }).click();
    await page
      .getByRole('list', { name: 'People of the group' })
      .getByText('Ada Lovelace')
      .waitFor();
    await expectGoodLook(page);
  });

  it('shows it among the people and on the page of the person', async () => {
    const { page } = ada;
    await page.goto('/people');
    await page.getByLabel('Group').selectOption('Front desk');
    await page.waitForURL(/group=/);
    await expectGoodLook(page);
    await page.getByRole('link', { name: /^Ada/ }).click();
    await page.getByRole('link', { name: 'Role and groups' }).click();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Take out of Front desk' }).click();
    await page.getByText('In no group').waitFor();
    await page.getByLabel('Add to a group').selectOption('Front desk');
    await page.getByRole('button', { name: 'Take out of Front desk' }).waitFor();
    expect(ada.complaints).toEqual([]);
  });

  it('is deleted', async () => {
    const { page } = ada;
    await page.goto('/teams');
    await page.getByRole('link', { name: 'Front desk' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No groups').waitFor();
    expect(ada.complaints).toEqual([]);
  });
});
