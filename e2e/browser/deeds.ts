import type { Browser, Page } from 'playwright-core';
import type { RunningGatehouse } from '../harness/gatehouse.js';
import { query } from '../harness/query.js';
import { Authenticator } from './authenticator.js';
import { visit, type Visitor } from './visitor.js';

/** Things that people do in the console, as they do them. */

export const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name });

export interface Person {
  email: string;
  firstName: string;
  lastName: string;
  password: string;
}

export const owner: Person = {
  email: 'ada@northwind.test',
  firstName: 'Ada',
  lastName: 'Lovelace',
  password: 'seven quiet herons at dusk',
};

export const enterCredentials = async (page: Page, name: string, password: string) => {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address or username').fill(name);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
};

export const setUp = async (page: Page, setupUrl: string, owner: Person, organization: string) => {
  await page.goto(setupUrl);
  await page.getByLabel('Organization').fill(organization);
  await fillPerson(page, owner);
  await page.getByLabel('Password', { exact: true }).fill(owner.password);
  await page.getByRole('button', { name: 'Create the organization' }).click();
};

export const fillPerson = async (page: Page, person: Person) => {
  await page.getByLabel('First name').fill(person.firstName);
  await page.getByLabel('Last name').fill(person.lastName);
  await page.getByLabel('E-mail address').fill(person.email);
};

/**
 * Goes through the wizard; answers the app and the backup codes.
 * @param keep what is done with the codes while they are shown.
 */
export const turnOnTwoFactor = async (page: Page, keep?: (codes: string[]) => Promise<void>) => {
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
  const qrCode = await page.getByRole('img', { name: /QR code/ }).getAttribute('src');
  const shown = await page.getByTestId('totp-secret').textContent();
  const shownSecret = shown?.replaceAll(' ', '') ?? '';
  const authenticator = await Authenticator.scan(qrCode ?? '', shownSecret);
  await page.getByLabel('Code that the app shows now').fill(await authenticator.code());
  const list = page.getByRole('list', { name: 'Backup codes' });
  await list.waitFor();
  const backupCodes = await list.getByRole('listitem').allTextContents();
  const finish = page.getByRole('button', { name: 'Finish' });
  const gated = await finish.isDisabled();
  await keep?.(backupCodes);
  await page.getByLabel('I have saved them').check();
  await finish.click();
  return { authenticator, backupCodes, gated, shownSecret };
};

/** The owner of a new installation, who has turned two-factor sign-in on, at her browser. */
export const visitAsOwner = async (
  browser: Browser,
  { url, setupUrl }: RunningGatehouse,
): Promise<Visitor & { readonly authenticator: Authenticator }> => {
  const visitor = await visit(browser, url);
  await setUp(visitor.page, setupUrl, owner, 'Northwind Traders');
  const { authenticator } = await turnOnTwoFactor(visitor.page);
  await heading(visitor.page, 'Hello, Ada').waitFor();
  return { ...visitor, authenticator };
};

/** Makes the proof of everybody's sessions six minutes old: what asks for a recent one asks again. */
export const ageProofs = (databaseUrl: string) =>
  query(
    databaseUrl,
    `UPDATE identity.sessions SET authenticated_at = now() - interval '6 minutes',
       version = version + 1 WHERE ended_at IS NULL`,
  );

/** Proves again who one is, as `visitAsOwner`, in the dialog that asks for it. */
export const confirmItIsMe = async ({
  page,
  authenticator,
}: Visitor & { readonly authenticator: Authenticator }) => {
  const dialog = page.getByRole('dialog', { name: 'Confirm it is you' });
  await dialog.getByLabel('Your password').fill(owner.password);
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await dialog.getByLabel('Code from the app').fill(await authenticator.code());
  await dialog.waitFor({ state: 'hidden' });
};

/** Opens the newest mail to an address, and the link in it. */
export const followMail = async (page: Page, to: string) => {
  await page.goto(`/mailbox?to=${encodeURIComponent(to)}`);
  await page.getByRole('article').getByRole('link').first().click();
};

export const signOut = async (page: Page) => {
  await page.getByRole('button', { name: /^Account:/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await heading(page, 'Sign in').waitFor();
};
