import { beforeAll, describe, expect, it } from 'vitest';
import { Api, password, totp } from '../harness/api.js';
import { query } from '../harness/query.js';
import { enterCredentials, heading } from './deeds.js';
import { setScene } from './scene.js';
import { expectGoodLook, hasChromium, visit, type Visitor } from './visitor.js';

const email = 'grace@northwind.test';

describe.skipIf(!hasChromium)('second factors that count', { timeout: 240_000 }, () => {
  const scene = setScene();
  let api: Api;
  let grace: Visitor;
  let boss: string;
  let secret: string;

  beforeAll(async () => {
    api = new Api(scene.gatehouse.url);
    const { access } = await api.setUp(scene.gatehouse.setupUrl, 'boss@example.com');
    boss = (await api.turnOnTotp(access)).access;
    const added = await api.add(boss, email, 'MANAGER');
    const app = await api.turnOnTotp(added.access);
    ({ secret } = app);
    await api.call('POST', '/auth/2fa/email/setup', { token: app.access });
    const body = { code: await api.codeFor(email) };
    await api.call('POST', '/auth/2fa/email/enable', { token: app.access, body });
    await query(scene.gatehouse.databaseUrl, 'DELETE FROM identity.message_budgets');
    await query(
      scene.gatehouse.databaseUrl,
      'UPDATE identity.totp_authenticators SET last_step = 0',
    );
    grace = await visit(scene.browser, scene.gatehouse.url);
  });

  it('stop a session that proved another, until it proves one of them', async () => {
    const { page } = grace;
    await enterCredentials(page, email, password);
    await heading(page, 'Confirm it is you').waitFor();
    await page.getByRole('button', { name: 'Send me a code by mail instead' }).click();
    await page.getByText('g•••@northwind.test').waitFor();
    await page.getByLabel('Code from the mail').fill(await api.codeFor(email));
    await heading(page, 'Hello, Grace').waitFor();
    // A page that is still open would ask something that her session may not any more.
    await page.goto('about:blank');
    const acceptedFactors = { BOSS: null, MANAGER: ['totp'], EMPLOYEE: null };
    const changed = await api.call('PUT', '/organizations/current/policies', {
      token: boss,
      body: { acceptedFactors },
    });
    expect(changed.status).toBe(200);
    await page.goto('/');
    await page.getByText('What you signed in with does not count here').waitFor();
    await expectGoodLook(page);
    await page.getByLabel('Your password').fill(password);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Code from the app').waitFor();
    expect(await page.getByRole('button', { name: /code by mail/ }).count()).toBe(0);
    await page.getByLabel('Code from the app').fill(totp(secret));
    await heading(page, 'Hello, Grace').waitFor();
    expect(grace.complaints).toEqual([]);
  });
});
