import { beforeAll, describe, expect, it } from 'vitest';
import { Api, password } from '../harness/api.js';
import { enterCredentials, heading, signOut } from './deeds.js';
import { VirtualAuthenticator } from './virtual-authenticator.js';
import { setScene } from './scene.js';
import { expectGoodLook, hasChromium, visit, type Visitor } from './visitor.js';

const email = 'ada@northwind.test';

// One story: each step stands on the one before it.
describe.skipIf(!hasChromium)('passkeys in a browser', { timeout: 240_000 }, () => {
  const scene = setScene();
  let ada: Visitor;
  let authenticator: VirtualAuthenticator;

  beforeAll(async () => {
    const api = new Api(scene.gatehouse.url);
    await api.register(email);
    ada = await visit(scene.browser, scene.gatehouse.url);
    authenticator = await VirtualAuthenticator.plugIn(ada.page);
  });

  /** Without a finger at hand, so that nothing signs in again by itself. */
  const leave = async () => {
    await authenticator.setPresence(false);
    await signOut(ada.page);
  };

  it('is turned on in the wizard, with backup codes', async () => {
    const { page } = ada;
    await enterCredentials(page, email, password);
    await heading(page, 'Hello, Ada').waitFor();
    await page.goto('/security/two-factor');
    await page.getByRole('button', { name: 'Create a passkey' }).waitFor();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Create a passkey' }).click();
    const codes = page.getByRole('list', { name: 'Backup codes' }).getByRole('listitem');
    await codes.first().waitFor();
    expect(await codes.count()).toBe(10);
    expect(await authenticator.credentials()).toHaveLength(1);
    await page.getByLabel('I have saved them').check();
    await page.getByRole('button', { name: 'Finish' }).click();
    await heading(page, 'Security').waitFor();
    await page.getByText('Not used yet').waitFor();
  });

  it('is renamed', async () => {
    const { page } = ada;
    await page.getByRole('button', { name: /^Rename/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Work laptop');
    await dialog.getByRole('button', { name: 'Rename' }).click();
    await page.getByText('Work laptop').waitFor();
    await page.waitForLoadState('networkidle');
    await expectGoodLook(page);
  });

  it('signs in by its button, without a name or a password', async () => {
    const { page } = ada;
    await leave();
    await page.getByRole('button', { name: 'Continue with passkey' }).waitFor();
    await expectGoodLook(page);
    await authenticator.setPresence(true);
    await page.getByRole('button', { name: 'Continue with passkey' }).click();
    await heading(page, 'Security').waitFor();
    await page.getByText('Last used').waitFor();
  });

  it('is refused as the only step when the finger is the wrong one', async () => {
    const { page } = ada;
    await leave();
    await authenticator.setVerified(false);
    await authenticator.setPresence(true);
    await page.getByRole('button', { name: 'Continue with passkey' }).click();
    await page.waitForTimeout(1000);
    await heading(page, 'Sign in').waitFor();
    await authenticator.setVerified(true);
  });

  it('signs in by the suggestion of the name field', async () => {
    const { page } = ada;
    await authenticator.setPresence(true);
    await page.goto('/sign-in');
    await heading(page, 'Hello, Ada').waitFor();
  });

  it('confirms a sign-in with the password', async () => {
    const { page } = ada;
    await leave();
    await enterCredentials(page, email, password);
    await heading(page, 'Confirm it is you').waitFor();
    await page.getByRole('button', { name: 'Use a backup code instead' }).waitFor();
    await expectGoodLook(page);
    await authenticator.setPresence(true);
    await page.getByRole('button', { name: 'Use your passkey' }).click();
    await heading(page, 'Hello, Ada').waitFor();
  });

  it('is removed, and two-factor sign-in with it', async () => {
    const { page } = ada;
    await page.goto('/security');
    await page.getByRole('button', { name: 'Remove Work laptop' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('You have none yet.').waitFor();
    await page.getByRole('link', { name: 'Turn it on' }).waitFor();
    expect(ada.complaints).toEqual([]);
  });
});
