import { beforeAll, describe, expect, it } from 'vitest';
import { Api, password } from '../harness/api.js';
import { query } from '../harness/query.js';
import { enterCredentials, visitAsOwner } from './deeds.js';
import { setScene } from './scene.js';
import { expectGoodLook, hasChromium, type Visitor, visit } from './visitor.js';

describe.skipIf(!hasChromium)('the audit trail in a browser', { timeout: 240_000 }, () => {
  const scene = setScene();
  let ada: Visitor;

  beforeAll(async () => {
    ada = await visitAsOwner(scene.browser, scene.gatehouse);
    await new Api(scene.gatehouse.url).register('unrelated@northwind.test');
  });

  it('finds who did it while one types, and asks once for an address that is typed', async () => {
    const { page, complaints } = ada;
    const asked: string[] = [];
    page.on('request', (request) => void asked.push(request.url()));
    await page.goto('/audit');
    const entries = page.getByRole('button', { name: /Ada Lovelace/ });
    await entries.first().waitFor();

    const actor = page.getByLabel('Who did it');
    await actor.fill('lovel');
    const option = page.locator('datalist option[value*="ada@northwind.test"]');
    await option.waitFor({ state: 'attached' });
    await actor.fill((await option.getAttribute('value')) ?? '');
    await page.waitForURL(/actor=/);
    await entries.first().waitFor();
    await expectGoodLook(page);
    await actor.fill('');
    await page.waitForURL((url) => !url.searchParams.has('actor'));

    const address = page.getByLabel('Address', { exact: true });
    await address.pressSequentially('203.0.113.9');
    await address.press('Enter');
    await page.getByText('Nothing happened like that').waitFor();
    const addresses = asked
      .map((url) => new URL(url).searchParams.get('ipAddress'))
      .filter((value) => value !== null);
    expect([...new Set(addresses)]).toEqual(['203.0.113.9']);
    await page.goto('/audit?address=198.51.100.1');
    await page.getByText('Nothing happened like that').waitFor();
    await page.goto('/audit?address=127.0.0.1');
    expect(await address.inputValue()).toBe('127.0.0.1');
    expect(complaints).toEqual([]);
  });

  it('finds what somebody did who is gone since, by the name in the entries', async () => {
    const { page } = ada;
    const api = new Api(scene.gatehouse.url);
    const email = 'gone@northwind.test';
    await page.goto('/people');
    await page.getByRole('button', { name: 'Add person' }).click();
    await page.getByLabel('First name').fill('Grace');
    await page.getByLabel('Last name').fill('Hopper');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByRole('button', { name: 'Add person' }).last().click();
    await page.getByRole('cell', { name: new RegExp(email) }).waitFor();
    const body = { token: await api.linkFor(email), newPassword: password };
    expect((await api.call('POST', '/auth/password/reset', { body })).status).toBe(204);
    const grace = await visit(scene.browser, scene.gatehouse.url);
    await enterCredentials(grace.page, email, password);
    await grace.page.getByRole('heading', { name: 'Hello, Grace' }).waitFor();
    await grace.leave();
    await query(
      scene.gatehouse.databaseUrl,
      `DELETE FROM identity.memberships WHERE user_id = (SELECT id FROM identity.users WHERE email = '${email}')`,
    );
    await page.goto('/audit');
    await page
      .getByRole('button', { name: /^Grace Hopper/ })
      .first()
      .waitFor();
    await page.getByLabel('Who did it').fill('Grace Hopper');
    await page.waitForURL(/actor=/);
    const others = page.getByRole('button', { name: /^Ada Lovelace/ });
    await expect.poll(() => others.count()).toBe(0);
    await page
      .getByRole('button', { name: /^Grace Hopper/ })
      .first()
      .waitFor();
  });
});
