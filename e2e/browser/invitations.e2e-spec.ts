import { beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../harness/api.js';
import { query } from '../harness/query.js';
import type { Authenticator } from './authenticator.js';
import { ageProofs, confirmItIsMe, followMail, heading, visitAsOwner } from './deeds.js';
import { setScene } from './scene.js';
import { expectGoodLook, hasChromium, type Visitor } from './visitor.js';

const email = 'grace@northwind.test';

describe.skipIf(!hasChromium)('invitations in a browser', { timeout: 240_000 }, () => {
  const scene = setScene({ GATEHOUSE_MAGIC_LINK: 'true' });
  let ada: Visitor & { readonly authenticator: Authenticator };

  beforeAll(async () => {
    ada = await visitAsOwner(scene.browser, scene.gatehouse);
  });

  it('are sent, and people added, by whoever proved lately who they are', async () => {
    const { page } = ada;
    await ageProofs(scene.gatehouse.databaseUrl);
    await page.reload();
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await page.getByRole('button', { name: 'Add person' }).click();
    await page.getByLabel('E-mail address').fill('alan@northwind.test');
    await page.getByLabel('First name').fill('Alan');
    await page.getByLabel('Last name').fill('Turing');
    await page.getByRole('dialog').getByRole('button', { name: 'Add person' }).click();
    await confirmItIsMe(ada);
    await page.getByText('alan@northwind.test').first().waitFor();
    // The refusal is an answer that the browser notes.
    ada.complaints.length = 0;
  });

  it('opened by somebody else says so; who is meant joins without a password where none is allowed', async () => {
    const { page } = ada;
    await page.getByRole('link', { name: 'Organization', exact: true }).click();
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByLabel('E-mail address').fill(email);
    await page.getByRole('button', { name: 'Send invitation' }).click();
    await page.getByRole('button', { name: `Revoke the invitation of ${email}` }).waitFor();
    const onlyLinks = `UPDATE identity.organizations
      SET policies = policies || '{"signInMethods": ["magic_link"]}'`;
    await query(scene.gatehouse.databaseUrl, onlyLinks);

    await followMail(page, email);
    await heading(page, 'Join Northwind Traders').waitFor();
    await page.getByText('You are signed in as Ada Lovelace').waitFor();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Use another account' }).click();
    await page.getByLabel('First name').fill('Grace');
    await page.getByLabel('Last name').fill('Hopper');
    expect(await page.getByLabel('Password', { exact: true }).count()).toBe(0);
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Create my account' }).click();
    await page.getByLabel('Code from the mail').waitFor();
    await expectGoodLook(page);
    const code = async () => {
      const mails = await new Api(scene.gatehouse.url).mailsFor(email);
      return mails.flatMap(({ text }) => /\b\d{4}[ -]?\d{4}\b/.exec(text) ?? [])[0];
    };
    await expect.poll(code).toBeDefined();
    await page.getByLabel('Code from the mail').fill((await code()) ?? '');
    await heading(page, 'Hello, Grace').waitFor();
    await page.getByText('Northwind Traders').first().waitFor();
    expect(ada.complaints).toEqual([]);
  });
});
