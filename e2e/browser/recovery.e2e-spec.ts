import { beforeAll, describe, expect, it } from 'vitest';
import { Api, password } from '../harness/api.js';
import { query } from '../harness/query.js';
import { enterCredentials, heading } from './deeds.js';
import { setScene } from './scene.js';
import { expectGoodLook, hasChromium, visit } from './visitor.js';

if (!hasChromium) {
  // oxlint-disable-next-line no-console -- a skipped test must be heard of
  console.warn('SKIPPED: the browser tests need Chromium at /usr/bin/chromium');
}

describe.skipIf(!hasChromium)('recovery in a browser', { timeout: 240_000 }, () => {
  const scene = setScene({ GATEHOUSE_MAGIC_LINK: 'true' });
  let api: Api;

  beforeAll(async () => {
    api = new Api(scene.gatehouse.url);
  });

  it("lets the reader of a new-device mail say that it wasn't them", async () => {
    const email = 'ada@example.com';
    const { access } = await api.newPerson(email);
    const stranger = await visit(scene.browser, scene.gatehouse.url);
    await enterCredentials(stranger.page, email, password);
    await heading(stranger.page, 'Hello, Ada').waitFor();
    const alarm = await api.linkIn(email, 'New sign-in to your account');

    const ada = await visit(scene.browser, scene.gatehouse.url);
    await ada.page.goto(`/not-me?token=${alarm}`);
    await heading(ada.page, "This wasn't me").waitFor();
    await expectGoodLook(ada.page);
    expect((await api.validate(access)).status).toBe(200);
    await ada.page.getByRole('button', { name: 'Close my account to others' }).click();
    await heading(ada.page, 'Your account is closed to others').waitFor();
    await expectGoodLook(ada.page);
    expect(ada.complaints).toEqual([]);

    // The stranger's socket is told: nothing has to be clicked first.
    await heading(stranger.page, 'Sign in').waitFor();
    await Promise.all([ada.leave(), stranger.leave()]);
  });

  it('signs all other sessions out, and stays signed in', async () => {
    const email = 'elsewhere@example.com';
    const { access } = await api.newPerson(email);
    const visitor = await visit(scene.browser, scene.gatehouse.url);
    const { page, complaints } = visitor;
    await enterCredentials(page, email, password);
    await heading(page, 'Hello, Ada').waitFor();
    await page.goto('/sessions');
    await page.getByText('This device').waitFor();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Sign out all others' }).click();
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: 'Sign out all others' })
      .click();
    await page.getByText('Your other sessions have ended.').first().waitFor();
    expect((await api.validate(access)).status).toBe(401);
    await page.getByRole('button', { name: /^End the session of/ }).waitFor({ state: 'hidden' });
    await page.getByText('This device').waitFor();
    expect(complaints).toEqual([]);
    await visitor.leave();
  });

  it('changes the e-mail address of somebody who has no password, who is not asked for it', async () => {
    const email = 'link@example.com';
    const { access } = await api.newPerson(email);
    const body = `UPDATE identity.users SET password_hash = NULL WHERE email = $1`;
    await query(scene.gatehouse.databaseUrl, body, [email]);
    await api.call('POST', '/auth/magic-link', { body: { email } });
    const visitor = await visit(scene.browser, scene.gatehouse.url);
    const { page, complaints } = visitor;
    await page.goto(`/magic-link?token=${await api.linkFor(email)}`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await heading(page, 'Hello, Ada').waitFor();
    await page.goto('/profile');
    await page.getByRole('button', { name: 'Change the address' }).click();
    await page.getByLabel('New e-mail address').fill('moved@example.com');
    expect(await page.getByLabel('Password', { exact: true }).count()).toBe(0);
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Send the mail' }).click();
    await page.getByText('We have sent a mail to moved@example.com').first().waitFor();
    expect(complaints).toEqual([]);
    expect((await api.validate(access)).status).toBe(200);
    await visitor.leave();
  });

  it('changes the e-mail address by a mail to the new one', async () => {
    const email = 'grace@example.com';
    await api.register(email);
    const grace = await visit(scene.browser, scene.gatehouse.url);
    const { page } = grace;
    await enterCredentials(page, email, password);
    await page.getByRole('link', { name: 'Profile' }).click();
    await page.getByRole('button', { name: 'Change the address' }).click();
    await page.getByLabel('New e-mail address').fill('hopper@example.com');
    await page.getByLabel('Password', { exact: true }).fill(password);
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Send the mail' }).click();
    await page.getByText('We have sent a mail to hopper@example.com').first().waitFor();
    await page.goto(`/confirm-email?token=${await api.linkFor('hopper@example.com')}`);
    await heading(page, 'Confirm your new address').waitFor();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Confirm this address' }).click();
    await heading(page, 'Your address is confirmed').waitFor();
    await page.getByRole('link', { name: 'Continue' }).click();
    await page.getByRole('link', { name: 'Profile' }).click();
    await page.getByText('hopper@example.com').first().waitFor();
    expect(grace.complaints).toEqual([]);
    await grace.leave();
  });

  const askForMail = async (email: string) => {
    await api.register(email);
    const visitor = await visit(scene.browser, scene.gatehouse.url);
    const { page } = visitor;
    await page.goto('/sign-in');
    await page.getByLabel('E-mail address or username').fill(email);
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await page.getByRole('button', { name: 'Mail me a link instead' }).click();
    await page.getByText('a link to sign in is on its way').waitFor();
    return visitor;
  };

  it('signs in by the code of a mail that is read elsewhere', async () => {
    const ada = await askForMail('ada-code@example.com');
    const { page } = ada;
    await expectGoodLook(page);
    await page.getByLabel('Code from the mail').fill('0000 0000');
    await page.getByText('The code is wrong or has expired').waitFor();
    const [mail] = await api.mailsFor('ada-code@example.com');
    const code = /\b\d{4} \d{4}\b/.exec(mail?.text ?? '')?.[0] ?? '';
    await page.getByLabel('Code from the mail').fill(code);
    await heading(page, 'Hello, Ada').waitFor();
    await ada.leave();
  });

  it('signs in by a link in a mail, where that is switched on', async () => {
    const email = 'linus@example.com';
    const linus = await askForMail(email);
    const { page } = linus;
    await page.goto(`/magic-link?token=${await api.linkFor(email)}`);
    await heading(page, 'Sign in').waitFor();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await heading(page, 'Hello, Ada').waitFor();
    expect(linus.complaints).toEqual([]);
    await linus.leave();
  });
});
