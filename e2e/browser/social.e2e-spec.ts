import pg from 'pg';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ForeignProvider, startForeignProvider } from '../fakes/foreign-provider.js';
import { Api, password } from '../harness/api.js';
import { freePort } from '../harness/launch.js';
import { settingsOf } from '../harness/social.js';
import { enterCredentials, heading, turnOnTwoFactor } from './deeds.js';
import { setScene } from './scene.js';
import { expectGoodLook, hasChromium, visit, type Visitor } from './visitor.js';

const people = {
  ada: { email: 'ada@elsewhere.test', email_verified: true, name: 'Ada Lovelace' },
  grace: { email: 'grace@example.com', email_verified: true, name: 'Grace Hopper' },
};

const signInElsewhere = async (page: Page, name: string) => {
  await heading(page, 'Sign in elsewhere').waitFor();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Sign in' }).click();
};

// One story: each step stands on the one before it.
describe.skipIf(!hasChromium)('accounts elsewhere in a browser', { timeout: 240_000 }, () => {
  let provider: ForeignProvider;
  let ada: Visitor;

  const scene = setScene(async () => {
    const port = await freePort();
    const redirectUri = `http://localhost:${port}/auth/social/acme/callback`;
    provider = await startForeignProvider({ port: await freePort(), redirectUri, people });
    return { PORT: String(port), ...settingsOf('ACME', provider) };
  });
  beforeAll(async () => {
    ada = await visit(scene.browser, scene.gatehouse.url);
  });
  afterAll(async () => {
    await provider?.stop();
  });

  it('offers the provider where people sign in and register', async () => {
    const { page } = ada;
    for (const path of ['/register', '/sign-in']) {
      await page.goto(path);
      await page.getByRole('button', { name: 'Continue with Acme' }).waitFor();
      await expectGoodLook(page);
    }
  });

  it('makes an account for a newcomer, who lands where they wanted to go', async () => {
    const { page } = ada;
    await page.goto('/sessions');
    await page.getByRole('button', { name: 'Continue with Acme' }).click();
    await signInElsewhere(page, 'ada');
    await heading(page, 'Sessions').waitFor();
    expect(page.url()).toBe(`${scene.gatehouse.url}/sessions`);
    expect(ada.complaints).toEqual([]);
  });

  it('does not let go of the last way in', async () => {
    const { page } = ada;
    await page.goto('/security');
    await page.getByText('Connected', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Choose a password by mail' }).waitFor();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Disconnect Acme' }).click();
    await page.getByRole('button', { name: 'Disconnect', exact: true }).last().click();
    await page.getByText('or connect another account first.').first().waitFor();
    await page.getByText('Connected', { exact: true }).waitFor();
    // The refusal is an answer that the browser notes.
    ada.complaints.length = 0;
  });

  it('has whoever has no password sign in again before a sensitive change', async () => {
    const { page } = ada;
    const client = new pg.Client({ connectionString: scene.gatehouse.databaseUrl });
    await client.connect();
    await client.query(
      `UPDATE identity.sessions SET version = version + 1, authenticated_at = now() - interval '1 hour'`,
    );
    await client.end();
    await page.goto('/security');
    await page.getByRole('button', { name: 'Disconnect Acme' }).click();
    await page.getByRole('button', { name: 'Disconnect', exact: true }).last().click();
    await page.getByText('You have no password here.').waitFor();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await page.getByRole('button', { name: 'Continue with Acme' }).click();
    await heading(page, 'Security').waitFor();
    ada.complaints.length = 0;
  });

  it('asks for the second factor after the provider', async () => {
    const { page } = ada;
    await page.goto('/security/two-factor');
    const { authenticator } = await turnOnTwoFactor(page);
    // A page that is still open would ask something without the cookie, such as what the bell counts.
    await page.goto('about:blank');
    await page.context().clearCookies();
    await page.goto('/sign-in?redirect=//evil.test');
    await page.getByRole('button', { name: 'Continue with Acme' }).click();
    await signInElsewhere(page, 'ada');
    await heading(page, 'Confirm it is you').waitFor();
    await page.getByLabel('Code from the app').fill(await authenticator.code());
    await heading(page, 'Hello, Ada').waitFor();
    expect(page.url()).toBe(`${scene.gatehouse.url}/`);
    expect(ada.complaints).toEqual([]);
  });

  it('tells the owner of an account how to connect it, and connects it', async () => {
    await new Api(scene.gatehouse.url).register('grace@example.com');
    const grace = await visit(scene.browser, scene.gatehouse.url);
    const { page } = grace;
    await page.goto('/sign-in');
    await page.getByRole('button', { name: 'Continue with Acme' }).click();
    await signInElsewhere(page, 'grace');
    await page.getByText('then connect Acme on the Security page').waitFor();
    await expectGoodLook(page);
    grace.complaints.length = 0;

    await enterCredentials(page, 'grace@example.com', password);
    await heading(page, 'Hello, Ada').waitFor();
    await page.goto('/security');
    await page.getByRole('button', { name: 'Connect Acme' }).click();
    await page.getByText('You can sign in with Acme from now on.').first().waitFor();
    await page.getByText('grace@example.com · never used yet').waitFor();
    await page.getByRole('button', { name: 'Disconnect Acme' }).click();
    await page.getByRole('alertdialog').waitFor();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Disconnect', exact: true }).last().click();
    await page.getByRole('button', { name: 'Connect Acme' }).waitFor();
    expect(grace.complaints).toEqual([]);
    await grace.leave();
  });

  it('says so when somebody cancels, and shows nothing that the address says', async () => {
    const stranger = await visit(scene.browser, scene.gatehouse.url);
    const { page } = stranger;
    const search = 'error=access_denied&error_description=Call+0900+12345';
    await page.goto(`/auth/social/acme/callback?${search}`);
    await page.getByText('You cancelled at Acme. Nothing was changed.').waitFor();
    expect(await page.getByText('0900').count()).toBe(0);
    await page.goto('/auth/social/acme/callback');
    await page.getByText('is incomplete or was used before').waitFor();
    await page.goto('/social-callback#bm9uc2Vuc2U');
    await page.getByText('is incomplete or was used before').waitFor();
    await expectGoodLook(page);
    expect(stranger.complaints).toEqual([]);
    await stranger.leave();
  });
});
