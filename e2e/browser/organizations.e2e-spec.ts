import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Authenticator } from './authenticator.js';
import {
  ageProofs,
  confirmItIsMe,
  followMail,
  heading,
  type Person,
  visitAsOwner,
} from './deeds.js';
import { setScene } from './scene.js';
import { expectGoodLook, hasChromium, visit, type Visitor } from './visitor.js';

const newcomer: Person = {
  email: 'grace@northwind.test',
  firstName: 'Grace',
  lastName: 'Hopper',
  password: 'nine copper kettles whistle',
};

const open = async (page: Page, name: string) => {
  await page.getByRole('link', { name, exact: true }).click();
  await heading(page, name).waitFor();
};
const choose = async (page: Page, item: string) => {
  await page.getByRole('button', { name: /^Account:/ }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

// One story: each step stands on the one before it.
describe.skipIf(!hasChromium)('organizations in a browser', { timeout: 240_000 }, () => {
  const scene = setScene();
  let ada: Visitor & { readonly authenticator: Authenticator };
  let grace: Visitor;

  beforeAll(async () => {
    ada = await visitAsOwner(scene.browser, scene.gatehouse);
    grace = await visit(scene.browser, scene.gatehouse.url);
  });

  it('makes a role of the permission catalogue, which the matrix shows', async () => {
    const { page } = ada;
    await open(page, 'Roles');
    await page.getByRole('button', { name: 'New role' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Support');
    await page.getByLabel('See the people of the organization').check();
    await page.getByRole('button', { name: 'Save role' }).click();
    await page.getByRole('columnheader', { name: /Support/ }).waitFor();
    await expectGoodLook(page);
    expect(ada.complaints).toEqual([]);
  });

  it('asks again who it is before a role is changed, and then changes it', async () => {
    const { page } = ada;
    await ageProofs(scene.gatehouse.databaseUrl);
    await page.reload();
    await page.getByRole('button', { name: 'Actions for Support' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await page.getByLabel('Read the audit trail').check();
    await page.getByRole('button', { name: 'Save role' }).click();
    await confirmItIsMe(ada);
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByText('The role Support is saved.').first().waitFor();
    const others = ada.complaints.splice(0).filter((complaint) => !complaint.includes('403'));
    expect(others).toEqual([]);
  });

  it('invites somebody to it, who makes an account and is in', async () => {
    const { page } = ada;
    await open(page, 'Organization');
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByLabel('E-mail address').fill(newcomer.email);
    await page.getByLabel('Role').selectOption({ label: 'Support' });
    await page.getByRole('button', { name: 'Send invitation' }).click();
    await page
      .getByRole('button', { name: `Revoke the invitation of ${newcomer.email}` })
      .waitFor();
    await expectGoodLook(page);

    await followMail(grace.page, newcomer.email);
    await heading(grace.page, 'Join Northwind Traders').waitFor();
    await grace.page.getByLabel('First name').fill(newcomer.firstName);
    await grace.page.getByLabel('Last name').fill(newcomer.lastName);
    await grace.page.getByLabel('Password', { exact: true }).fill(newcomer.password);
    await expectGoodLook(grace.page);
    await grace.page.getByRole('button', { name: 'Create my account' }).click();
    await heading(grace.page, 'Hello, Grace').waitFor();
    await open(grace.page, 'People');
    await grace.page.getByRole('cell', { name: 'Support' }).first().waitFor();
    expect([...ada.complaints, ...grace.complaints]).toEqual([]);
  });

  it('goes on in an organization of her own, and back, in every tab', async () => {
    const { page } = grace;
    const second = await page.context().newPage();
    await second.goto('/profile');
    await heading(second, 'Profile').waitFor();
    await choose(page, 'New organization');
    await page.getByLabel('Name', { exact: true }).fill('Eastwind');
    await page.getByRole('button', { name: 'Create' }).click();
    await heading(page, 'Protect your account first').waitFor();
    await heading(second, 'Protect your account first').waitFor();
    await page.getByRole('button', { name: 'Go to Northwind Traders' }).click();
    await heading(page, 'Hello, Grace').waitFor();
    await choose(page, 'Eastwind');
    await heading(page, 'Protect your account first').waitFor();
    await second.close();
    expect(grace.complaints).toEqual([]);
  });

  it('sets policies, and makes another owner', async () => {
    const { page } = ada;
    await page.goto('/organization');
    await page.getByLabel('E-mail domains').fill('northwind.test, example.com');
    await page.getByLabel('Sessions').selectOption('strict');
    await page.getByRole('checkbox', { name: 'Employee' }).check();
    const counting = page.getByRole('group', { name: 'Second factors that count' });
    const owners = counting.getByRole('group', { name: 'Owner' });
    await owners.getByRole('checkbox', { name: 'Code by SMS' }).uncheck();
    await owners.getByRole('checkbox', { name: 'Code by mail' }).uncheck();
    await owners.getByRole('checkbox', { name: 'Authenticator app' }).uncheck();
    await page.getByLabel('Least password strength').selectOption('3');
    await page.getByLabel('Words that no password').fill('Northwind Traders, Fabrikam');
    await page.getByRole('button', { name: 'Save policies' }).click();
    await page.getByText('Your own second factor would not count').waitFor();
    await owners.getByRole('checkbox', { name: 'Authenticator app' }).check();
    await page.getByRole('button', { name: 'Save policies' }).click();
    await page.getByText('The policies are saved.').first().waitFor();
    await page.reload();
    await page.getByRole('checkbox', { name: 'Employee' }).waitFor();
    expect(await page.getByRole('checkbox', { name: 'Employee' }).isChecked()).toBe(true);
    expect(await page.getByLabel('E-mail domains').inputValue()).toBe('northwind.test,example.com');
    expect(await owners.getByRole('checkbox', { name: 'Code by mail' }).isChecked()).toBe(false);
    expect(await page.getByLabel('Least password strength').inputValue()).toBe('3');
    expect(await page.getByLabel('Words that no password').inputValue()).toBe(
      'Northwind Traders,Fabrikam',
    );
    await expectGoodLook(page);

    await open(page, 'People');
    await page.getByRole('button', { name: 'Actions for Grace Hopper' }).click();
    await page.getByRole('menuitem', { name: 'Make owner too' }).click();
    await page.getByRole('button', { name: 'Make owner' }).click();
    await page.getByText('Grace Hopper is an owner now.').first().waitFor();
    // The wall offers what counts.
    await grace.page.goto('/');
    await grace.page.getByRole('button', { name: /Northwind Traders/ }).click();
    await grace.page.getByText('As owner of Northwind Traders').waitFor();
    await grace.page.getByRole('button', { name: 'Set up an authenticator app' }).waitFor();
    expect(await grace.page.getByRole('button', { name: 'Use codes by mail' }).count()).toBe(0);
    // The browser speaks of the refusal above.
    const others = ada.complaints.splice(0).filter((complaint) => !complaint.includes('409'));
    expect(others).toEqual([]);
  });

  it('chooses the language of the organization, and a language of her own', async () => {
    const { page } = ada;
    await page.goto('/organization');
    await page.getByLabel('Language of the organization').selectOption('Deutsch');
    await page.getByText('The language is saved.').first().waitFor();
    await expectGoodLook(page);
    await page.reload();
    const shown = page.getByLabel('Language of the organization');
    await expect.poll(() => shown.inputValue()).toBe('de');
    await page.goto('/notification-settings');
    await page.getByLabel('Language of mails and notifications').selectOption('Français');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved.', { exact: true }).first().waitFor();
    await expectGoodLook(page);
  });

  it('leaves nobody without an owner, and lets one of two leave', async () => {
    const { page } = ada;
    await open(page, 'Organization');
    await page.getByRole('button', { name: 'Leave the organization' }).click();
    await page.getByRole('button', { name: 'Leave', exact: true }).click();
    await page.getByLabel('E-mail address or username').waitFor();
    expect(ada.complaints).toEqual([]);
  });
});
