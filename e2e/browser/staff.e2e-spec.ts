import { beforeAll, describe, expect, it } from 'vitest';
import { Api, password, times } from '../harness/api.js';
import { longDelays } from '../harness/gatehouse.js';
import { query } from '../harness/query.js';
import { Authenticator } from './authenticator.js';
import { enterCredentials, heading } from './deeds.js';
import { setScene } from './scene.js';
import { expectGoodLook, hasChromium, visit, type Visitor } from './visitor.js';

// One story: each step stands on the one before it.
describe.skipIf(!hasChromium)('staff in a browser', { timeout: 240_000 }, () => {
  const scene = setScene(longDelays);
  let api: Api;
  let admin: Visitor;

  beforeAll(async () => {
    api = new Api(scene.gatehouse.url);
    const { access } = await api.setUp(scene.gatehouse.setupUrl, 'admin@example.com');
    const { secret } = await api.turnOnTotp(access);
    const { access: founder } = await api.newPerson('boss@example.com');
    const body = { name: 'Contoso' };
    await api.call('POST', '/organizations', { token: founder, body });
    await api.newPerson('helper@example.com');
    admin = await visit(scene.browser, scene.gatehouse.url);
    await enterCredentials(admin.page, 'admin@example.com', password);
    const authenticator = new Authenticator(secret);
    // The step of now was used to turn the app on.
    await authenticator.code();
    await admin.page.getByLabel('Code from the app').fill(await authenticator.code());
    await heading(admin.page, 'Hello, Ada').waitFor();
  });

  it('appoints somebody, and dismisses them', async () => {
    const { page } = admin;
    await page.getByRole('link', { name: 'Staff', exact: true }).click();
    await heading(page, 'Staff').waitFor();
    await page.getByRole('button', { name: 'Appoint somebody' }).click();
    await page.getByLabel('E-mail address').fill('helper@example.com');
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Appoint', exact: true }).click();
    const row = page.getByRole('row').filter({ hasText: 'helper@example.com' });
    await row.waitFor();
    await expectGoodLook(page);
    await row.getByRole('button', { name: /^Actions for/ }).click();
    await page.getByRole('menuitem', { name: 'Dismiss' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Dismiss' }).click();
    await row.waitFor({ state: 'detached' });
  });

  it('orders the erasure of somebody who left, and calls it off', async () => {
    const { page } = admin;
    await api.newPerson('leaver@example.com');
    await query(
      scene.gatehouse.databaseUrl,
      `UPDATE identity.users SET is_active = false WHERE email = 'leaver@example.com'`,
    );
    await page.getByRole('link', { name: 'Closed accounts', exact: true }).click();
    await heading(page, 'Closed accounts').waitFor();
    const row = page.getByRole('row').filter({ hasText: 'leaver@example.com' });
    await row.getByRole('button', { name: /^Erase/ }).click();
    await page.getByLabel('Reason').fill('Left in spring');
    await expectGoodLook(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Erase', exact: true }).click();
    await row.getByText('Left in spring').waitFor();
    await expectGoodLook(page);
    await row.getByRole('button', { name: /^Call off/ }).click();
    await row.getByRole('button', { name: /^Erase/ }).waitFor();
  });

  it('finds somebody of no organization, and deactivates them for a reason', async () => {
    const { page } = admin;
    await api.newPerson('alone@example.com');
    await page.getByRole('link', { name: 'Accounts', exact: true }).click();
    await heading(page, 'Accounts').waitFor();
    await page.getByLabel('Search everybody').fill('alone@');
    await page.getByLabel('Accounts', { exact: true }).selectOption('alone');
    await page.getByRole('row').filter({ hasText: 'boss@' }).waitFor({ state: 'detached' });
    await expectGoodLook(page);
    const row = page.getByRole('row').filter({ hasText: 'alone@example.com' });
    await row.getByRole('link').click();
    await page.getByText('Of no organization.').waitFor();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Change address' }).click();
    await page.getByLabel('New e-mail address').fill('found@example.com');
    await page.getByLabel('Reason').fill('A lost mailbox');
    await expectGoodLook(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Change address' }).click();
    await page.getByText('has another address once it confirms').first().waitFor();
    expect(await api.linkFor('found@example.com')).not.toBe('');
    await page.getByRole('button', { name: 'Deactivate' }).click();
    await page.getByLabel('Reason').fill('A ticket');
    await expectGoodLook(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
    await page.getByText('Deactivated', { exact: true }).waitFor();
    expect((await api.signIn('alone@example.com')).status).toBe(401);
    const parts = page.getByRole('navigation', { name: /^Parts of/ });
    await parts.getByRole('link', { name: 'Ways in' }).click();
    await page.getByText('no backup codes are left').waitFor();
    await parts.getByRole('link', { name: 'Mails' }).click();
    const mails = page.getByRole('list', { name: 'Mails' });
    await mails.getByText('Confirm your e-mail address').waitFor();
    expect(await mails.textContent()).not.toContain('alone@example.com');
    await expectGoodLook(page);
    await parts.getByRole('link', { name: 'Audit' }).click();
    await page.getByText('deactivate for').first().waitFor();
    await expectGoodLook(page);
  });

  it('goes from a failed attempt to the account, and lets its person try again', async () => {
    const { page } = admin;
    const email = 'helper@example.com';
    await times(5, () => api.signIn(email, 'not the password at all'));
    await page.getByRole('link', { name: 'Security monitor', exact: true }).click();
    await page.getByRole('list', { name: 'Attempts' }).getByRole('link').first().click();
    await page.getByText('too many failures').waitFor();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Let them try again' }).click();
    await page.getByLabel('Reason').fill('Called us');
    await expectGoodLook(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Let them try again' }).click();
    await page.getByText('too many failures').waitFor({ state: 'detached' });
    expect((await api.signIn(email)).status).toBe(200);
  });

  it('finds an organization, and acts for somebody in it under a banner', async () => {
    const { page } = admin;
    await page.getByRole('link', { name: 'Organizations', exact: true }).click();
    await heading(page, 'Organizations').waitFor();
    await page.getByLabel('Search organizations').fill('conto');
    await page.getByRole('row').filter({ hasText: 'Northwind' }).waitFor({ state: 'detached' });
    await expectGoodLook(page);
    await page.getByRole('link', { name: 'Contoso' }).click();
    await heading(page, 'Contoso').waitFor();
    await page.getByRole('button', { name: /^Act for/ }).waitFor();
    await expectGoodLook(page);
    await page.getByText('1 person.').waitFor();
    await page.getByRole('button', { name: 'Close organization' }).click();
    await page.getByLabel('Reason').fill('A ticket');
    await page.getByRole('dialog').getByRole('button', { name: 'Close organization' }).click();
    await page.getByText('Closed', { exact: true }).waitFor();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Open again' }).click();
    await page.getByLabel('Reason').fill('A mistake');
    await page.getByRole('dialog').getByRole('button', { name: 'Open again' }).click();
    await page.getByText('Closed', { exact: true }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^Act for/ }).click();
    await page.getByLabel('Reason').fill('A ticket');
    await page.getByRole('dialog').getByRole('button', { name: 'Act for Ada' }).click();
    const banner = page.getByRole('status').filter({ hasText: 'you act for' });
    await banner.waitFor();
    await banner.getByRole('button', { name: 'Stop' }).click();
    await heading(page, 'People').waitFor();
    // The bell may have asked with the token that had just ended, and asks again with the new one.
    const others = admin.complaints.filter((told) => !told.includes('/notifications/counts'));
    expect(others).toEqual([]);
  });
});
