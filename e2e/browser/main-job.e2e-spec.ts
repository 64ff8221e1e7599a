import { beforeAll, describe, expect, it } from 'vitest';
import { type Authenticator, canScan } from './authenticator.js';
import {
  enterCredentials,
  fillPerson,
  followMail,
  heading,
  owner,
  type Person,
  setUp,
  turnOnTwoFactor,
} from './deeds.js';
import { setScene } from './scene.js';
import { expectGoodLook, hasChromium, visit, type Visitor } from './visitor.js';

if (!hasChromium) {
  // oxlint-disable-next-line no-console -- a skipped test must be heard of
  console.warn('SKIPPED: the browser tests need Chromium at /usr/bin/chromium');
}

const employee: Person = {
  email: 'grace@northwind.test',
  firstName: 'Grace',
  lastName: 'Hopper',
  password: 'nine copper kettles whistle',
};
const stranger: Person = {
  email: 'alan@elsewhere.test',
  firstName: 'Alan',
  lastName: 'Turing',
  password: 'twelve paper boats drift west',
};

// One story: each step stands on the one before it.
describe.skipIf(!hasChromium)('the main job in a browser', { timeout: 240_000 }, () => {
  const scene = setScene();
  let ada: Visitor;
  let authenticator: Authenticator;
  let enrolled: Awaited<ReturnType<typeof turnOnTwoFactor>>;

  beforeAll(async () => {
    ada = await visit(scene.browser, scene.gatehouse.url);
  });

  it('sets up the owner, who meets the enrolment wall', async () => {
    const { page } = ada;
    await page.goto(scene.gatehouse.setupUrl);
    await expectGoodLook(page);
    await setUp(page, scene.gatehouse.setupUrl, owner, 'Northwind Traders');
    await heading(page, 'Protect your account first').waitFor();
    await page.goto('/people');
    await heading(page, 'Protect your account first').waitFor();
    await expectGoodLook(page);
  });

  it('turns on two-factor sign-in with a scanned code and saved backup codes', async () => {
    const { page } = ada;
    enrolled = await turnOnTwoFactor(page);
    authenticator = enrolled.authenticator;
    expect(new Set(enrolled.backupCodes).size).toBe(10);
    expect(enrolled.gated).toBe(true);
    await heading(page, 'Hello, Ada').waitFor();
    expect(ada.complaints).toEqual([]);
  });

  it.skipIf(!canScan)(
    `shows beside the QR code the secret that is in it${canScan ? '' : ' (skipped: zbarimg is not installed here)'}`,
    () => expect(enrolled.shownSecret).toBe(enrolled.authenticator.secret),
  );

  it('keeps the session over a reload', async () => {
    await ada.page.reload();
    await heading(ada.page, 'Hello, Ada').waitFor();
    expect(ada.complaints).toEqual([]);
  });

  it('looks good on every page', { timeout: 240_000 }, async () => {
    const { page } = ada;
    for (const path of [
      '/',
      '/profile',
      '/security',
      '/sessions',
      '/keys',
      '/people',
      '/roles-and-permissions',
      '/organization',
      '/audit',
      '/mailbox',
    ]) {
      await page.goto(path);
      await page.waitForLoadState('networkidle');
      await expectGoodLook(page);
    }
    expect(ada.complaints).toEqual([]);
  });

  it('adds an employee, who chooses a password and signs in', async () => {
    const { page } = ada;
    await page.goto('/people');
    await page.getByRole('button', { name: 'Add person' }).click();
    await fillPerson(page, employee);
    await page.getByRole('button', { name: 'Add person' }).last().click();
    await page.getByRole('cell', { name: new RegExp(employee.email) }).waitFor();

    const grace = await visit(scene.browser, scene.gatehouse.url);
    await followMail(grace.page, employee.email);
    await grace.page.getByLabel('New password').fill(employee.password);
    await expectGoodLook(grace.page);
    await grace.page.getByRole('button', { name: 'Set the password' }).click();
    await heading(grace.page, 'Your password is set').waitFor();
    await enterCredentials(grace.page, employee.email, employee.password);
    await heading(grace.page, 'Hello, Grace').waitFor();
    expect(await grace.page.getByRole('link', { name: 'People' }).count()).toBe(0);
    expect(grace.complaints).toEqual([]);
    await grace.leave();
  });

  it('ends another session of the owner, which is out at its next request', async () => {
    const other = await visit(scene.browser, scene.gatehouse.url);
    await enterCredentials(other.page, owner.email, owner.password);
    await heading(other.page, 'Confirm it is you').waitFor();
    await expectGoodLook(other.page);
    await other.page.getByLabel('Code from the app').fill(await authenticator.code());
    await heading(other.page, 'Hello, Ada').waitFor();
    expect(other.complaints).toEqual([]);

    const { page } = ada;
    await page.goto('/sessions');
    await page.getByText('This device').waitFor();
    await page.getByRole('button', { name: /^End the session of/ }).click();
    await page.getByRole('button', { name: 'End session' }).click();
    await page.getByText('The session has ended.').first().waitFor();

    // The page may have heard of it by itself and left; either way it does not come in again.
    await other.page.goto('/profile');
    await heading(other.page, 'Sign in').waitFor();
    await other.leave();
  });

  it('shows in the audit trail what happened', async () => {
    const { page } = ada;
    await page.goto('/audit');
    await page.getByRole('button', { name: /Ada Lovelace added Grace Hopper/ }).waitFor();
    await page.getByLabel('When').selectOption('Chosen days');
    const today = await page.evaluate<string>(`new Date().toLocaleDateString('sv')`);
    await page.getByLabel('First day').fill(today);
    await page.getByLabel('Last day').fill(today);
    await page.getByRole('button', { name: /Ada Lovelace added Grace Hopper/ }).waitFor();
    await expectGoodLook(page);
    await page.getByLabel('First day').fill('2020-01-31');
    await page.getByLabel('Last day').fill('2020-01-31');
    await page.getByText('Nothing happened like that').waitFor();
    await page.getByLabel('When').selectOption('At any time');
    await page.getByLabel('What happened').selectOption('session.ended');
    const ended = page.getByRole('button', { name: /Ada Lovelace ended a session/ }).first();
    await ended.click();
    await page.getByRole('dialog').getByText('session.ended').first().waitFor();
    await expectGoodLook(page);
    await page.keyboard.press('Escape');
    expect(ada.complaints).toEqual([]);
  });

  it('lets a stranger register, confirm, and sign in by keyboard alone', async () => {
    const alan = await visit(scene.browser, scene.gatehouse.url);
    const { page } = alan;
    await page.goto('/register');
    await expectGoodLook(page);
    await fillPerson(page, stranger);
    await page.getByLabel('Password', { exact: true }).fill(stranger.password);
    await page.getByRole('button', { name: 'Create account' }).click();
    await heading(page, 'Check your mail').waitFor();
    await expectGoodLook(page);

    await followMail(page, stranger.email);
    await heading(page, 'Confirm your e-mail address').waitFor();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Confirm my address' }).click();
    await heading(page, 'Your address is confirmed').waitFor();

    await page.goto('/sign-in');
    await heading(page, 'Sign in').waitFor();
    await expectGoodLook(page);
    await page.keyboard.type(stranger.email);
    await page.keyboard.press('Enter');
    await page.getByLabel('Password', { exact: true }).waitFor();
    await page.keyboard.type(stranger.password);
    await page.keyboard.press('Enter');
    await heading(page, 'Hello, Alan').waitFor();
    expect(alan.complaints).toEqual([]);
    await alan.leave();
  });
});
