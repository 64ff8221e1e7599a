import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { Api, password } from '../harness/api.js';
import { Authenticator } from './authenticator.js';
import { enterCredentials, heading, signOut } from './deeds.js';
import { setScene } from './scene.js';
import { expectGoodLook, hasChromium, visit, type Visitor } from './visitor.js';

const email = 'ada@northwind.test';

// One story: each step stands on the one before it.
describe.skipIf(!hasChromium)('second factors in a browser', { timeout: 240_000 }, () => {
  const scene = setScene();
  let api: Api;
  let ada: Visitor;

  beforeAll(async () => {
    api = new Api(scene.gatehouse.url);
    await api.register(email);
    ada = await visit(scene.browser, scene.gatehouse.url);
  });

  /** Makes the proof of every session six minutes old. */
  const age = async () => {
    const client = new pg.Client({ connectionString: scene.gatehouse.databaseUrl });
    await client.connect();
    await client.query(
      `UPDATE identity.sessions SET authenticated_at = now() - interval '6 minutes',
         version = version + 1 WHERE ended_at IS NULL`,
    );
    await client.end();
  };

  it('turns codes by mail on', async () => {
    const { page } = ada;
    await enterCredentials(page, email, password);
    await heading(page, 'Hello, Ada').waitFor();
    await page.goto('/security');
    await page.getByRole('button', { name: 'Turn codes by mail on' }).click();
    await page.getByText('a•••@northwind.test').waitFor();
    await expectGoodLook(page);
    await page.getByLabel('Code from the mail').fill(await api.codeFor(email));
    await page.getByLabel('I have saved them').check();
    await page.getByRole('button', { name: 'Finish' }).click();
    await page.getByText('10 of 10 left').waitFor();
    await expectGoodLook(page);
  });

  it('signs in with a code by mail', async () => {
    const { page } = ada;
    await signOut(page);
    await enterCredentials(page, email, password);
    await heading(page, 'Confirm it is you').waitFor();
    await page.getByText('a•••@northwind.test').waitFor();
    await page.getByRole('button', { name: /Send another code in/ }).waitFor();
    await expectGoodLook(page);
    await page.getByLabel('Code from the mail').fill(await api.codeFor(email));
    await heading(page, 'Hello, Ada').waitFor();
    await page.goto('/security');
    const activity = page.getByRole('list', { name: 'Activity' });
    await activity.getByText('turned on a code by mail').first().waitFor();
    await expectGoodLook(page);
    expect(ada.complaints).toEqual([]);
  });

  it('trusts the device, which then asks for the password alone, until it is told not to', async () => {
    const { page } = ada;
    await signOut(page);
    await enterCredentials(page, email, password);
    await page.getByLabel('Trust this device for up to 30 days').check();
    await page.getByText('a•••@northwind.test').waitFor();
    await page.getByLabel('Code from the mail').fill(await api.codeFor(email));
    await heading(page, 'Hello, Ada').waitFor();
    await signOut(page);
    await enterCredentials(page, email, password);
    await heading(page, 'Hello, Ada').waitFor();
    await page.goto('/security');
    await page.getByRole('heading', { name: 'Trusted devices' }).waitFor();
    await expectGoodLook(page);
    await page.getByRole('button', { name: /^Stop trusting/ }).click();
    await page.getByText('The second factor is asked for there again.').first().waitFor();
    await signOut(page);
    await enterCredentials(page, email, password);
    await heading(page, 'Confirm it is you').waitFor();
    expect(ada.complaints).toEqual([]);
  });

  it('asks again before a sensitive change, and then does it', async () => {
    const { page } = ada;
    await page.getByText('a•••@northwind.test').waitFor();
    await page.getByLabel('Code from the mail').fill(await api.codeFor(email));
    await heading(page, 'Hello, Ada').waitFor();
    await age();
    await page.goto('/security');
    await page.getByRole('button', { name: 'Turn codes by mail off' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Turn off' }).click();
    const dialog = page.getByRole('dialog', { name: 'Confirm it is you' });
    await dialog.getByLabel('Your password').fill(password);
    await expectGoodLook(page);
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await dialog.getByText('a•••@northwind.test').waitFor();
    await dialog.getByLabel('Code from the mail').fill(await api.codeFor(email));
    await page.getByRole('button', { name: 'Turn codes by mail on' }).waitFor();
    expect(ada.complaints.filter((complaint) => !complaint.includes('403'))).toEqual([]);
  });

  it('turns codes by SMS on, and names an authenticator app', async () => {
    const { page } = ada;
    await page.getByRole('button', { name: 'Turn codes by SMS on' }).click();
    await page.getByLabel('Phone number').fill('+49 151 12345678');
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Send a code' }).click();
    await page.getByText('We sent a code to •••78.').waitFor();
    await page.getByLabel('Code from the message').fill(await api.codeFor('+4915112345678'));
    await page.getByLabel('I have saved them').check();
    await page.getByRole('button', { name: 'Finish' }).click();
    await page.getByRole('button', { name: 'Turn codes by SMS off' }).waitFor();
    await page.getByText('To •••78.').waitFor();

    await page.getByRole('link', { name: 'Turn on' }).click();
    await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
    const qrCode = await page.getByRole('img', { name: /QR code/ }).getAttribute('src');
    const shown = await page.getByTestId('totp-secret').textContent();
    const app = await Authenticator.scan(qrCode ?? '', shown?.replaceAll(' ', '') ?? '');
    await page.getByLabel('Code that the app shows now').fill(await app.code());
    await page.getByRole('button', { name: 'Rename Authenticator app' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Old phone');
    await dialog.getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('button', { name: 'Remove Old phone' }).waitFor();
    await page.getByLabel('Ask me first for').selectOption('a code by SMS');
    await expectGoodLook(page);
  });
});
