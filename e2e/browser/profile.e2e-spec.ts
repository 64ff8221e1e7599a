import { beforeAll, describe, expect, it } from 'vitest';
import { Api, password, type Tokens, totp } from '../harness/api.js';
import { enterCredentials, heading } from './deeds.js';
import { setScene } from './scene.js';
import { expectGoodLook, hasChromium, visit } from './visitor.js';

describe.skipIf(!hasChromium)('the profile in a browser', { timeout: 240_000 }, () => {
  const scene = setScene();
  let api: Api;
  let owner: Tokens;

  beforeAll(async () => {
    api = new Api(scene.gatehouse.url);
    owner = await api.setUp(scene.gatehouse.setupUrl, 'boss@example.com');
  });

  it('stays signed in when the browser is closed, or does not, as was chosen', async () => {
    await api.register('brief@example.com');
    const brief = await visit(scene.browser, scene.gatehouse.url);
    const { page } = brief;
    const ages = async () => {
      const cookies = await page.context().cookies();
      return cookies.filter(({ name }) => name === 'gh_refresh').map(({ expires }) => expires > 0);
    };
    await page.goto('/');
    const keep = page.getByLabel('Keep me signed in');
    await keep.uncheck();
    await expectGoodLook(page);
    await enterCredentials(page, 'brief@example.com', password);
    const profile = page.getByRole('link', { name: 'Profile' });
    await profile.waitFor();
    expect(await ages()).toEqual([false]);
    await page.reload();
    await profile.waitFor();
    expect(await ages()).toEqual([false]);
    await brief.leave();
  });

  it('adds an address, makes it the primary one and removes the former one', async () => {
    await api.register('ada@example.com');
    const ada = await visit(scene.browser, scene.gatehouse.url);
    const { page } = ada;
    await enterCredentials(page, 'ada@example.com', password);
    await page.getByRole('link', { name: 'Profile' }).click();
    await page.getByRole('button', { name: 'Add an address' }).click();
    await page.getByRole('textbox', { name: 'E-mail address' }).fill('ada@home.example');
    await page.getByRole('button', { name: 'Send the mail' }).click();
    const added = page.getByRole('listitem').filter({ hasText: 'ada@home.example' });
    await added.getByText('Waits for you').waitFor();
    await page.goto(`/confirm-email?token=${await api.linkFor('ada@home.example')}`);
    await page.getByRole('button', { name: 'Confirm this address' }).click();
    await heading(page, 'Your address is confirmed').waitFor();
    await page.getByRole('link', { name: 'Continue' }).click();
    await page.getByRole('link', { name: 'Profile' }).click();
    await page.getByRole('button', { name: 'Make ada@home.example primary' }).click();
    await page.getByRole('button', { name: 'Make primary', exact: true }).click();
    await added.getByText('Primary', { exact: true }).waitFor();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Remove ada@example.com' }).click();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText('ada@example.com is removed.').first().waitFor();
    await expect.poll(() => page.getByText('ada@example.com', { exact: true }).count()).toBe(0);
    expect(ada.complaints).toEqual([]);
    await ada.leave();
  });

  it('has a job title, a number and a picture, which stands beside the name', async () => {
    await api.register('grace@example.com');
    const grace = await visit(scene.browser, scene.gatehouse.url);
    const { page } = grace;
    await enterCredentials(page, 'grace@example.com', password);
    await page.getByRole('link', { name: 'Profile' }).click();
    await page.getByLabel('Job title').fill('Rear admiral');
    await page.getByLabel('Phone').fill('0151');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('must be a number such as').waitFor();
    await page.getByLabel('Phone').fill('+49 151 12345678');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Your profile is saved.').first().waitFor();
    await expect.poll(() => page.getByLabel('Phone').inputValue()).toBe('+4915112345678');
    const buffer = await page.screenshot({ type: 'png' });
    const file = { name: 'me.png', mimeType: 'image/png', buffer };
    await page
      .getByLabel('Picture', { exact: true })
      .and(page.locator('input'))
      .setInputFiles(file);
    await page.getByText('Your picture is saved.').first().waitFor();
    const shown = page.locator('img[src^="/api/v1/pictures/"]');
    await expect.poll(() => shown.count()).toBe(2);
    const drawn = `[...document.querySelectorAll('img[src^="/api/v1/pictures/"]')].every((image) => image.naturalWidth === 256)`;
    await expect.poll(() => page.evaluate(drawn)).toBe(true);
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect.poll(() => shown.count()).toBe(0);
    expect(grace.complaints).toEqual([]);
    await grace.leave();
  });

  it('has attributes that the organization defines and the person fills in', async () => {
    const boss = await visit(scene.browser, scene.gatehouse.url);
    const { page } = boss;
    const { access: token, secret } = await api.turnOnTotp(owner.access);
    const { id } = await api.add(token, 'joan@example.com', 'EMPLOYEE');
    await enterCredentials(page, 'boss@example.com', password);
    // Of the next step of time: the code of this one is used up.
    const next = Math.floor(Date.now() / 1000) + 30;
    await page.getByRole('textbox', { name: /code/i }).fill(totp(secret, next));
    await heading(page, 'Hello, Ada').waitFor();
    await page.goto('/organization');
    await page.getByRole('button', { name: 'Add an attribute' }).click();
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Team');
    await page.getByRole('textbox', { name: 'Key' }).fill('team');
    await page.getByLabel('Kind').selectOption('choice');
    await page.getByLabel('Choices').fill('Sales, Research');
    await page.getByLabel('The person may change it').check();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Save', exact: true }).last().click();
    await page.getByText('team: Sales, Research').waitFor();
    await expectGoodLook(page);
    await page.goto(`/people/${id}`);
    await page.getByRole('button', { name: 'Edit the attributes' }).click();
    await page.getByLabel('Team').selectOption('Sales');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Sales', { exact: true }).waitFor();
    await expectGoodLook(page);
    await page.goto('/people');
    await page.getByLabel('Attribute', { exact: true }).selectOption('Team');
    await page.getByLabel('Team').selectOption('Research');
    await page.getByText('Nobody matches').waitFor();
    await page.getByLabel('Team').selectOption('Sales');
    await page.getByText('joan@example.com').first().waitFor();
    expect(await page.getByText('boss@example.com').count()).toBe(0);
    await expectGoodLook(page);
    expect(boss.complaints).toEqual([]);
    await boss.leave();
    const joan = await visit(scene.browser, scene.gatehouse.url);
    await enterCredentials(joan.page, 'joan@example.com', password);
    await joan.page.getByRole('link', { name: 'Profile' }).click();
    await joan.page.getByRole('button', { name: 'Edit the attributes' }).click();
    await joan.page.getByLabel('Team').selectOption('Research');
    await joan.page.getByRole('button', { name: 'Save', exact: true }).last().click();
    await joan.page.getByText('Research', { exact: true }).waitFor();
    await expectGoodLook(joan.page);
    expect(joan.complaints).toEqual([]);
    await joan.leave();
  });
});
