import { beforeAll, describe, expect, it } from 'vitest';
import { Api, password, times } from '../harness/api.js';
import { longDelays } from '../harness/gatehouse.js';
import { Authenticator } from './authenticator.js';
import { enterCredentials, heading } from './deeds.js';
import { setScene } from './scene.js';
import { expectGoodLook, hasChromium, visit, type Visitor } from './visitor.js';

if (!hasChromium) {
  // oxlint-disable-next-line no-console -- a skipped test must be heard of
  console.warn('SKIPPED: the browser tests need Chromium at /usr/bin/chromium');
}

// One story: each step stands on the one before it.
describe.skipIf(!hasChromium)('administration in a browser', { timeout: 240_000 }, () => {
  const scene = setScene(longDelays);
  let api: Api;
  let boss: Visitor;
  let owner: string;
  let manager: string;

  beforeAll(async () => {
    api = new Api(scene.gatehouse.url);
    const { access } = await api.setUp(scene.gatehouse.setupUrl, 'boss@example.com');
    const enrolled = await api.turnOnTotp(access);
    const { secret } = enrolled;
    owner = enrolled.access;
    const added = await api.add(owner, 'manager@example.com', 'MANAGER');
    manager = (await api.turnOnTotp(added.access)).access;
    for (const name of ['one', 'two']) await api.add(owner, `${name}@example.com`, 'EMPLOYEE');
    boss = await visit(scene.browser, scene.gatehouse.url);
    await enterCredentials(boss.page, 'boss@example.com', password);
    const authenticator = new Authenticator(secret);
    // The step of now was used to turn the app on.
    await authenticator.code();
    await boss.page.getByLabel('Code from the app').fill(await authenticator.code());
    await heading(boss.page, 'Hello, Ada').waitFor();
  });

  const choose = async (email: string, action: string) => {
    const { page } = boss;
    await page.goto('/people');
    const row = page.getByRole('row').filter({ hasText: email });
    await row.getByRole('button', { name: /^Actions for/ }).click();
    await page.getByRole('menuitem', { name: action }).click();
  };

  it('sorts people, either way', async () => {
    const { page } = boss;
    await page.goto('/people');
    const added = page.getByRole('columnheader', { name: 'Added' });
    const first = page.getByRole('row').nth(1);
    await added.getByRole('button').click();
    await first.filter({ hasText: 'boss@example.com' }).waitFor();
    expect(await added.getAttribute('aria-sort')).toBe('ascending');
    await added.getByRole('button').click();
    await first.filter({ hasText: 'two@example.com' }).waitFor();
    expect(await added.getAttribute('aria-sort')).toBe('descending');
    expect(page.url()).toContain('sort=-createdAt');
    await expectGoodLook(page);
  });

  it('shows where somebody is signed in, and signs them out', async () => {
    const { page } = boss;
    await choose('manager@example.com', 'Sessions');
    await page.getByRole('list', { name: 'Sessions' }).getByRole('listitem').first().waitFor();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'End all' }).click();
    await page.getByText('is signed out everywhere').first().waitFor();
    expect((await api.validate(manager)).status).toBe(401);
  });

  it("opens somebody's page, part by part", async () => {
    const { page } = boss;
    await page.goto('/people');
    const row = page.getByRole('row').filter({ hasText: 'manager@example.com' });
    await row.getByRole('link', { name: 'Grace Hopper' }).click();
    await heading(page, 'Grace Hopper').waitFor();
    await page.getByText('The organization looks after it').waitFor();
    await expectGoodLook(page);
    const parts = page.getByRole('navigation', { name: /^Parts of/ });
    await parts.getByRole('link', { name: 'Ways in' }).click();
    await page.getByText('Authenticator app').first().waitFor();
    await expectGoodLook(page);
    await parts.getByRole('link', { name: 'Role' }).click();
    await page.getByText('See the people of the organization').waitFor();
    await parts.getByRole('link', { name: 'Audit' }).click();
    await page.getByText('turned on an authenticator app').first().waitFor();
    await expectGoodLook(page);
    await parts.getByRole('link', { name: 'Sessions' }).click();
    await page.getByText('Signed in nowhere.').waitFor();
  });

  it('lets somebody try again whom a stranger keeps out', async () => {
    const { page } = boss;
    const email = 'one@example.com';
    await times(5, () => api.signIn(email, 'not the password at all'));
    await page.goto('/people');
    const row = page.getByRole('row').filter({ hasText: email });
    await row.getByRole('link', { name: 'Grace Hopper' }).click();
    const parts = page.getByRole('navigation', { name: /^Parts of/ });
    await parts.getByRole('link', { name: 'Ways in' }).click();
    await page.getByText('too many failures').waitFor();
    await expectGoodLook(page);
    expect((await api.signIn(email)).status).toBe(429);
    await page.getByRole('button', { name: 'Let them try again' }).click();
    await page.getByText('too many failures').waitFor({ state: 'detached' });
    expect((await api.signIn(email)).status).toBe(200);
  });

  it('resets lost second factors for a reason', async () => {
    const { page } = boss;
    await choose('manager@example.com', 'Reset second factors');
    await page.getByLabel('Reason').fill('The phone is gone');
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Reset factors' }).click();
    await page.getByText('signs in with the password alone').first().waitFor();
    expect((await api.signIn('manager@example.com')).body.enrolmentRequired).toBe(true);
  });

  it('does one thing to many at once', async () => {
    const { page } = boss;
    await page.goto('/people');
    for (const email of ['one@example.com', 'two@example.com'])
      await page.getByRole('row').filter({ hasText: email }).getByRole('checkbox').check();
    await page.getByText('2 selected').waitFor();
    await expectGoodLook(page);
    const toolbar = page.getByRole('toolbar', { name: 'Selected people' });
    await toolbar.getByRole('button', { name: 'Reset password' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Reset password' }).click();
    await page.getByText('Done for 2.').first().waitFor();
    expect((await api.signIn('one@example.com')).status).toBe(401);
  });

  it('selects everybody who is listed, and says of whom it refuses why', async () => {
    const { id } = await api.add(owner, 'left@example.com', 'EMPLOYEE');
    const { page } = boss;
    await page.goto('/people');
    const everybody = page.getByRole('checkbox', { name: 'Select everybody who is listed' });
    await everybody.check();
    await page.getByText('4 selected').waitFor();
    await everybody.uncheck();
    await page.getByText('4 selected').waitFor({ state: 'detached' });
    for (const email of ['one@example.com', 'left@example.com'])
      await page.getByRole('row').filter({ hasText: email }).getByRole('checkbox').check();
    expect((await api.call('DELETE', `/users/${id}`, { token: owner })).status).toBe(204);
    const toolbar = page.getByRole('toolbar', { name: 'Selected people' });
    await toolbar.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click();
    const told = page.getByRole('alert').filter({ hasText: 'Not done for 1' });
    await told.getByText('Grace Hopper: ').waitFor();
    await page.getByText('1 selected').waitFor();
    await expectGoodLook(page);
    await toolbar.getByRole('button', { name: 'Deactivate' }).click();
    const question = page.getByRole('alertdialog', { name: 'Deactivate: 1 person?' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    await toolbar.getByRole('button', { name: 'Clear' }).click();
    await told.waitFor({ state: 'detached' });
  });

  it('deletes a role that somebody has, and says what they become', async () => {
    const { page } = boss;
    const body = { name: 'Night desk', rank: 'EMPLOYEE', permissions: ['user:read'] };
    const { body: role } = await api.call('POST', '/roles', { token: owner, body });
    await api.add(owner, 'night@example.com', String(role.id));
    await page.goto('/roles-and-permissions');
    await page.getByRole('button', { name: 'Actions for Night desk' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByText('1 person has this role').waitFor();
    await expectGoodLook(page);
    await page.getByLabel('Whoever has it').selectOption('Employee');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('The role Night desk is deleted.').first().waitFor();
    const { body: found } = await api.call('GET', '/users?search=night@', { token: owner });
    expect(found.data).toMatchObject([{ role: 'EMPLOYEE', customRole: null }]);
  });

  it("takes somebody's picture away", async () => {
    const { access } = await api.add(owner, 'pictured@example.com', 'EMPLOYEE');
    await api.addPicture(access);
    await choose('pictured@example.com', 'Remove the picture');
    const { page } = boss;
    await expectGoodLook(page);
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('has no picture any more').first().waitFor();
    const { body } = await api.call('GET', '/auth/profile', { token: access });
    expect(body.pictureUrl).toBeNull();
  });

  it('acts for somebody under a banner, and goes back to oneself', async () => {
    const { page } = boss;
    await choose('two@example.com', 'Act for them');
    await page.getByLabel('Reason').fill('A ticket');
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Act for Grace' }).click();
    await heading(page, 'Hello, Grace').waitFor();
    const banner = page.getByRole('status').filter({ hasText: 'you act for' });
    await banner.waitFor();
    await expectGoodLook(page);
    await banner.getByRole('button', { name: 'Stop' }).click();
    await heading(page, 'People').waitFor();
    await expect.poll(() => banner.count()).toBe(0);
    expect(boss.complaints).toEqual([]);
  });
});
