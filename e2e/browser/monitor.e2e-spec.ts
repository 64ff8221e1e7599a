import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mmdbOf } from '../../server/test/harness/mmdb.js';
import { Api } from '../harness/api.js';
import { heading, owner, visitAsOwner } from './deeds.js';
import { setScene } from './scene.js';
import { expectGoodLook, hasChromium, type Visitor, wide } from './visitor.js';

const attacker = '198.51.100.7';

// One story: each step stands on the one before it.
describe.skipIf(!hasChromium)('The security monitor in a browser', { timeout: 240_000 }, () => {
  let folder: string;
  let ada: Visitor;
  let page: Page;
  let api: Api;

  const scene = setScene(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-places-'));
    const places = path.join(folder, 'city.mmdb');
    const santiago = { latitude: -33.45, longitude: -70.66, city: 'Santiago' };
    const chile = ['CL', 'Chile'] as const;
    const known = { network: [198, 51, 100, 0], bits: 24, country: chile, ...santiago } as const;
    await writeFile(places, mmdbOf([known]));
    return { GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1', GATEHOUSE_GEOIP_FILE: places };
  });
  beforeAll(async () => {
    api = new Api(scene.gatehouse.url);
    ada = await visitAsOwner(scene.browser, scene.gatehouse);
    ({ page } = ada);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const tab = (name: string) =>
    page.getByRole('navigation', { name: 'Parts of the monitor' }).getByRole('link', { name });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const fail = (address: string, email: string) =>
    api.call('POST', '/auth/login', {
      body: { email, password: 'not the password' },
      headers: { 'x-forwarded-for': address },
    });

  it('has its link in view, though the navigation is higher than the window', async () => {
    await page.goto('/installation/monitor');
    await heading(page, 'Security monitor').waitFor();
    const bottom = async () => {
      const box = await page.getByRole('link', { name: 'Security monitor' }).boundingBox();
      return (box?.y ?? Number.NaN) + (box?.height ?? Number.NaN);
    };
    await expect.poll(bottom).toBeLessThanOrEqual(wide.height);
    await page.goto('/');
    await heading(page, 'Hello, Ada').waitFor();
    // Nothing was moved there, where the link of the page is in view anyway.
    expect(await bottom()).toBeGreaterThan(wide.height);
  });

  it('shows attempts as they arrive, then the block and the alert', async () => {
    await page.getByRole('link', { name: 'Security monitor' }).click();
    await heading(page, 'Security monitor').waitFor();
    await page.getByRole('img', { name: /attempts? succeeded/ }).waitFor();
    const feed = page.getByRole('list', { name: 'Attempts' });
    await feed.getByRole('listitem').first().waitFor();
    await expectGoodLook(page);
    for (let index = 0; index < 20; index += 1) await fail(attacker, owner.email);
    await feed.getByText('Refused unheard').first().waitFor();
    await expect
      .poll(() => page.locator('dl').getByText('20', { exact: true }).count())
      .toBeGreaterThan(0);
    await page.getByRole('list', { name: 'Top addresses' }).getByText(attacker).waitFor();
    await page.getByRole('img', { name: 'Chile, 20 failures, 1 block' }).waitFor();
    await page.getByRole('list', { name: 'Top countries' }).getByText('Chile').waitFor();
    await page.locator('svg[role=img] path[d^=M]').first().waitFor();
    await expectGoodLook(page);
    await tab('Alerts').click();
    await page.getByText('What to do').first().click();
    await page.getByText('If it is your own office or proxy').waitFor();
    await page.getByText(`20 failed sign-ins from ${attacker} in 15 minutes`).waitFor();
    await expectGoodLook(page);
    await tab('Blocks').click();
    await page.getByRole('cell', { name: attacker }).first().waitFor();
    await expectGoodLook(page);
    expect((await fail(attacker, owner.email)).body.code).toBe('address_blocked');
    expect(ada.complaints).toEqual([]);
  });

  it('turns from an address to the accounts that it tried, and to the others that tried those', async () => {
    await fail('203.0.113.9', owner.email);
    await tab('Overview').click();
    await page.getByRole('list', { name: 'Top addresses' }).getByText(attacker).click();
    await page.getByRole('dialog').getByRole('button', { name: owner.email }).click();
    await page.getByRole('dialog').getByRole('button', { name: '203.0.113.9' }).waitFor();
    await expectGoodLook(page);
    await page.getByRole('dialog').getByRole('button', { name: '203.0.113.9' }).click();
    await button('Block').click();
    await page.getByLabel('Reason').fill('Tries the same account');
    await page.getByLabel('How long').selectOption('for good');
    await expectGoodLook(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Block', exact: true }).click();
    await page.getByText('203.0.113.9 is blocked.').first().waitFor();
    await tab('Blocks').click();
    await page.getByRole('cell', { name: 'Tries the same account' }).last().waitFor();
    await page.getByLabel('Search by address').fill('203.0.113.9');
    await page.getByRole('cell', { name: attacker }).first().waitFor({ state: 'detached' });
    // Whoever is sent the address sees the same.
    await page.reload();
    await page.getByRole('cell', { name: '203.0.113.9' }).first().waitFor();
    expect(await page.getByRole('cell', { name: attacker }).count()).toBe(0);
    await page.getByLabel('Which blocks').selectOption('Over');
    await page.getByText('No block of 203.0.113.9 is over').waitFor();
    await expectGoodLook(page);
    await page.reload();
    await page.getByText('No block of 203.0.113.9 is over').waitFor();
    await page.getByLabel('Which blocks').selectOption('In force');
    await button('More for 203.0.113.9').click();
    await page.getByRole('menuitem', { name: 'Change the end' }).click();
    await page.getByLabel('How long from now').selectOption('1 hour');
    await page.getByLabel('Reason').fill('Not for good');
    await expectGoodLook(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Change the end' }).click();
    await page.getByRole('cell', { name: 'Ends in 60 minutes' }).waitFor();
    await button('Unblock 203.0.113.9').click();
    await page.getByLabel('Reason').fill('It was us');
    await expectGoodLook(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Unblock', exact: true }).click();
    await page.getByText('203.0.113.9 is let in again.').first().waitFor();
    await page.getByText('203.0.113.9 is not blocked').waitFor();
    await page.getByLabel('Search by address').fill('203.0');
    await page.getByText('Only a whole address or range is looked for').waitFor();
    await page.getByRole('cell', { name: attacker }).first().waitFor();
    await expectGoodLook(page);
    await button('Clear filters').click();
    await expect.poll(() => new URL(page.url()).search).toBe('?tab=blocks');
    expect((await fail('203.0.113.9', 'nobody@example.com')).status).toBe(401);
    expect(ada.complaints).toEqual([]);
  });

  it('shows the attempts at accounts of one organization', async () => {
    await tab('Overview').click();
    const attempts = page.getByRole('list', { name: 'Attempts' }).getByRole('listitem');
    await attempts.filter({ hasText: 'nobody@example.com' }).first().waitFor();
    const organization = page.getByRole('combobox', { name: 'Organization' });
    await organization.pressSequentially('Northwind');
    await page.locator('datalist option[value="Northwind Traders"]').waitFor({ state: 'attached' });
    await organization.fill('Northwind Traders');
    await attempts.filter({ hasText: 'Ada Lovelace' }).first().waitFor();
    await attempts.filter({ hasText: 'nobody@example.com' }).first().waitFor({ state: 'detached' });
    await expectGoodLook(page);
    await organization.fill('');
    await attempts.filter({ hasText: 'nobody@example.com' }).first().waitFor();
  });

  it('shows the attempts of a time that is drawn in the time-line, or typed', async () => {
    await tab('Overview').click();
    const attempts = page.getByRole('list', { name: 'Attempts' }).getByRole('listitem');
    await attempts.first().waitFor();
    const chart = page.getByRole('img', { name: /attempts succeeded/ });
    // What was open before was further down.
    await chart.scrollIntoViewIfNeeded();
    const box = await chart.boundingBox();
    if (!box) throw new Error('the time-line is not shown');
    const y = box.y + box.height / 2;
    // Half an hour in which nobody was here yet.
    await page.mouse.move(box.x + box.width * 0.1, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.4, y, { steps: 4 });
    await page.mouse.up();
    await page.getByText('No such attempts').waitFor();
    await expectGoodLook(page);
    // Whoever is sent the address sees the same.
    const drawn = await page.getByLabel('Until').inputValue();
    await page.reload();
    await page.getByText('No such attempts').waitFor();
    expect(await page.getByLabel('Until').inputValue()).toBe(drawn);
    await page.getByLabel('Until').fill('');
    await attempts.first().waitFor();
    await button('Any time').click();
    await expect.poll(() => page.getByLabel('From').inputValue()).toBe('');
    await page.getByLabel('Address or account').fill('nobody@example.com');
    await page.getByLabel('Address or account').press('Enter');
    await page.getByLabel('Outcome').selectOption('succeeded');
    await page.getByText('No such attempts').waitFor();
    await page.reload();
    await page.getByText('No such attempts').waitFor();
    expect(await page.getByLabel('Address or account').inputValue()).toBe('nobody@example.com');
    await button('Clear filters').click();
    await attempts.first().waitFor();
    expect(new URL(page.url()).search).toBe('');
    expect(ada.complaints).toEqual([]);
  });

  it('warns before somebody locks themselves out', async () => {
    await tab('Blocks').click();
    await button('Block an address').click();
    await page.getByLabel('Address or range').fill('0.0.0.0/0');
    await page.getByLabel('Reason').fill('Everybody');
    await page.getByRole('dialog').getByRole('button', { name: 'Block', exact: true }).click();
    await page.getByText('you would be locked out at once').waitFor();
    await expectGoodLook(page);
    await page.keyboard.press('Escape');
    await button('Allow an address').click();
    await page.getByLabel('Address or range').fill('192.0.2.0/24');
    await page.getByLabel('Reason').fill('The office');
    await page.getByRole('dialog').getByRole('button', { name: 'Allow', exact: true }).click();
    const allowed = page.getByRole('list', { name: 'Allow-list' }).getByText('192.0.2.0/24');
    await allowed.waitFor();
    await button('Remove 192.0.2.0/24 from the allow-list').click();
    await page.getByLabel('Reason').fill('We moved out');
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await allowed.waitFor({ state: 'detached' });
    ada.complaints.splice(0);
  });

  it('sets a detection, and says beforehand what that would have done', async () => {
    await tab('Detections').click();
    await button('Set Password guessing').click();
    await page.getByLabel('Threshold').fill('5');
    await button('Try it on the last 30 days').click();
    await page
      .getByText('In the last 30 days it would have blocked 1 address, of which 0 later signed in.')
      .waitFor();
    await expectGoodLook(page);
    await button('Save').click();
    await page.getByText(/5 or more failures from one address in 15 minutes/).waitFor();
    await expectGoodLook(page);
    expect(ada.complaints).toEqual([]);
  });

  it('takes an alert on, mutes and resolves it, and the audit trail tells of all of it', async () => {
    await tab('Alerts').click();
    await page.getByRole('button', { name: 'Acknowledge' }).first().click();
    await page.getByText('with Ada Lovelace').first().waitFor();
    await button('More actions').first().click();
    await page.getByRole('menuitem', { name: 'Mute for an hour' }).click();
    await page.getByText('silent until').waitFor();
    await expectGoodLook(page);
    await button('More actions').first().click();
    await page.getByRole('menuitem', { name: 'Resolve' }).click();
    await page.getByLabel('Reason').fill('The scanner of the insurer');
    await page.getByRole('dialog').getByRole('button', { name: 'Resolve' }).click();
    await page.getByRole('list', { name: 'Alerts' }).getByText('Resolved').waitFor();
    await page.getByLabel('State').selectOption('Open');
    await page.getByText('No such alerts').waitFor();
    await page.getByLabel('State').selectOption('In any state');
    // All are resolved: there is nothing to press.
    await expect.poll(() => button('Resolve all…').count()).toBe(0);
    await page.getByRole('link', { name: /^20 failed sign-ins from/ }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('The scanner of the insurer').waitFor();
    await drawer.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Open again' }).click();
    await page.getByLabel('Reason').fill('Not theirs');
    await page.getByRole('dialog').getByRole('button', { name: 'Open again' }).click();
    await drawer.getByLabel('Assigned to').selectOption('Nobody');
    await drawer.getByLabel('Note', { exact: true }).fill('Asked the insurer for their addresses');
    await drawer.getByRole('button', { name: 'Add note' }).click();
    await drawer.getByRole('listitem').getByText('Asked the insurer').waitFor();
    await expectGoodLook(page);
    await drawer.getByRole('button', { name: 'Accounts that it tried' }).click();
    await drawer.getByRole('link', { name: 'Its blocks' }).click();
    await page.getByRole('cell', { name: attacker }).first().waitFor();
    expect(await page.getByLabel('Search by address').inputValue()).toBe(attacker);
    await tab('Alerts').click();
    await button('Resolve all…').click();
    await expectGoodLook(page);
    await page.getByLabel('Reason').fill('The insurer again');
    await page.getByRole('dialog').getByRole('button', { name: 'Resolve all' }).click();
    await page.getByText('One alert is resolved.', { exact: true }).waitFor();
    await page.getByRole('list', { name: 'Alerts' }).getByText('Resolved').waitFor();
    await page.getByRole('link', { name: 'Audit trail' }).click();
    for (const sentence of [
      /198\.51\.100\.7\/32 was blocked/,
      /Alert: 20 failed sign-ins/,
      /Ada Lovelace lifted the block of 203\.0\.113\.9\/32: It was us/,
      /Ada Lovelace set the detection password guessing/,
      /Ada Lovelace took on an alert/,
    ])
      await page.getByText(sentence).first().waitFor();
    expect(ada.complaints).toEqual([]);
  });
});
