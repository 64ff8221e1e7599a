import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, password } from '../harness/api.js';
import { type RunningGatehouse, startGatehouse } from '../harness/gatehouse.js';
import { enterCredentials, heading, signOut } from './deeds.js';
import { expectGoodLook, hasChromium, launch, visit, type Visitor } from './visitor.js';

const email = 'ada@northwind.test';

// One story: each step stands on the one before it.
describe.skipIf(!hasChromium)('second factors in a browser', { timeout: 60_000 }, () => {
  let gatehouse: RunningGatehouse;
  let browser: Browser;
  let api: Api;
  let ada: Visitor;

  beforeAll(async () => {
    [gatehouse, browser] = await Promise.all([startGatehouse(), launch()]);
    api = new Api(gatehouse.url);
    await api.register(email);
    ada = await visit(browser, gatehouse.url);
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    await gatehouse?.stop();
  });

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
    expect(ada.complaints).toEqual([]);
  });

  it('trusts the device, which then asks for the password alone, until it is told not to', async () => {
    const { page } = ada;
    await signOut(page);
    await enterCredentials(page, email, password);
    await page.getByLabel('Trust this device for 30 days').check();
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
    await page.getByText('The second factor is asked for there again.').waitFor();
    await signOut(page);
    await enterCredentials(page, email, password);
    await heading(page, 'Confirm it is you').waitFor();
    expect(ada.complaints).toEqual([]);
  });
});
