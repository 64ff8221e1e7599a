import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { Api, password } from '../harness/api.js';
import { query } from '../harness/query.js';
import { enterCredentials, followMail, heading, turnOnTwoFactor } from './deeds.js';
import { setScene } from './scene.js';
import { expectGoodLook, hasChromium, visit, type Visitor } from './visitor.js';

describe.skipIf(!hasChromium)('ways on where a person is stuck', { timeout: 240_000 }, () => {
  const scene = setScene();
  let api: Api;
  let visitor: Visitor;

  beforeAll(async () => {
    api = new Api(scene.gatehouse.url);
    visitor = await visit(scene.browser, scene.gatehouse.url);
  });

  /** As if what was asked for had been asked for an hour ago: a mail a minute is sent at most. */
  const anHourLater = () =>
    query(
      scene.gatehouse.databaseUrl,
      `UPDATE identity.registrations SET created_at = created_at - interval '1 hour'`,
    );

  it('whoever lost the confirmation mail gets it again, from wherever they try', async () => {
    const { page, complaints } = visitor;
    const email = 'lost@northwind.test';
    await api.apply(email);
    await anHourLater();
    await page.goto('/sign-in');
    await page.getByLabel('E-mail address or username').fill(email);
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('link', { name: 'Get the confirmation mail again' }).waitFor();
    await expectGoodLook(page);
    await page.getByRole('link', { name: 'Get the confirmation mail again' }).click();
    await heading(page, 'Check your mail').waitFor();
    await page.getByRole('button', { name: 'Send the mail again' }).click();
    await page.getByText('Sent again.').waitFor();
    await expectGoodLook(page);
    expect(await api.mailsFor(email)).toHaveLength(2);

    await page.goto('/forgot-password');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByRole('button', { name: 'Send the link' }).click();
    await page.getByRole('link', { name: 'Get the confirmation mail again' }).waitFor();
    await expectGoodLook(page);

    await anHourLater();
    await page.goto('/verify-email');
    await page.getByRole('link', { name: 'get a new one' }).click();
    await heading(page, 'Get the mail again').waitFor();
    await expectGoodLook(page);
    await page.getByLabel('E-mail address').fill(email);
    await page.getByRole('button', { name: 'Send the mail again' }).click();
    await heading(page, 'Check your mail').waitFor();
    expect(await api.mailsFor(email)).toHaveLength(3);

    await followMail(page, email);
    await page.getByRole('button', { name: 'Confirm my address' }).click();
    await heading(page, 'Your address is confirmed').waitFor();
    expect((await api.signIn(email)).status).toBe(200);
    // The browser tells of each answer that is no success, and the wrong sign-in was one.
    expect(complaints.filter((line) => !line.includes('401'))).toEqual([]);
  });

  it('whoever registered twice within a minute is told to choose a password, and led there', async () => {
    const { page } = visitor;
    const email = 'twice@northwind.test';
    await api.apply(email);
    await api.apply(email);
    await followMail(page, email);
    await page.getByRole('button', { name: 'Confirm my address' }).click();
    await heading(page, 'Choose your password').waitFor();
    await expectGoodLook(page);
    expect((await api.signIn(email)).status).toBe(401);
    await page.goto(`/reset-password?token=${await api.linkFor(email)}`);
    await page.getByLabel('New password').fill('eleven velvet doors ajar');
    await page.getByRole('button', { name: 'Set the password' }).click();
    await heading(page, 'Your password is set').waitFor();
    expect((await api.signIn(email, 'eleven velvet doors ajar')).status).toBe(200);
  });

  it('whoever scanned the QR code in vain gets another one, or another method', async () => {
    const { page } = visitor;
    const email = 'scanner@northwind.test';
    await api.register(email);
    await enterCredentials(page, email, password);
    await heading(page, 'Hello, Ada').waitFor();
    await page.goto('/security/two-factor');
    await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
    const secret = page.getByTestId('totp-secret');
    const first = await secret.textContent();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Choose another method' }).click();
    await page.getByRole('button', { name: 'Set up an authenticator app' }).waitFor();
    await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
    await secret.waitFor();
    await query(
      scene.gatehouse.databaseUrl,
      'UPDATE identity.totp_authenticators SET confirm_attempts = 10',
    );
    await page.getByLabel('Code that the app shows now').fill('000000');
    await page.getByText('Begin the set-up again.').waitFor();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Show a new QR code' }).click();
    await page.getByText('Begin the set-up again.').waitFor({ state: 'hidden' });
    await secret.waitFor();
    expect(await secret.textContent()).not.toBe(first);
    await page.getByRole('button', { name: 'Choose another method' }).click();
    await turnOnTwoFactor(page);
    await page.getByText('10 of 10 left').waitFor();
  });

  it('whoever opens a page that is not theirs is told so, and led on', async () => {
    const { page, complaints } = await visit(scene.browser, scene.gatehouse.url);
    await api.register('visitor@northwind.test');
    await enterCredentials(page, 'visitor@northwind.test', password);
    await heading(page, 'Hello, Ada').waitFor();
    await page.goto('/people');
    await heading(page, 'Not for your role').waitFor();
    await page.getByText('You act in no organization.').waitFor();
    await expectGoodLook(page);
    await page.goto('/installation/staff');
    await page.getByText('It is for those who look after this installation.').waitFor();
    await page.goto('/nowhere');
    await heading(page, 'Page not found').waitFor();
    await expectGoodLook(page);
    await page.getByRole('link', { name: 'Go to the start page' }).click();
    await heading(page, 'Hello, Ada').waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('whoever sees that a list failed copies the request id, on a phone too', async () => {
    const { page } = visitor;
    const requestId = randomUUID();
    const problem = {
      type: '/problems/internal',
      title: 'Something went wrong here',
      status: 500,
      instance: '/api/v1/auth/sessions',
      code: 'internal',
      requestId,
    };
    const list = /\/auth\/sessions\?/;
    await page.route(list, (route) =>
      route.fulfill({
        status: 500,
        contentType: 'application/problem+json',
        body: JSON.stringify(problem),
      }),
    );
    await page.goto('/sessions');
    await page.getByText(`Request ${requestId}`).waitFor();
    await expectGoodLook(page);
    await page.unroute(list);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('This device', { exact: true }).waitFor();
  });
});
