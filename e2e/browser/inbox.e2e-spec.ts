import { beforeAll, describe, expect, it } from 'vitest';
import { query } from '../harness/query.js';
import { heading, visitAsOwner } from './deeds.js';
import { setScene } from './scene.js';
import { expectGoodLook, hasChromium, type Visitor } from './visitor.js';

// One story: each step stands on the one before it.
describe.skipIf(!hasChromium)('The inbox in a browser', { timeout: 240_000 }, () => {
  const scene = setScene();
  let ada: Visitor;

  beforeAll(async () => {
    ada = await visitAsOwner(scene.browser, scene.gatehouse);
  });

  const button = (name: string | RegExp) =>
    ada.page.getByRole('button', { name, exact: typeof name === 'string' });
  const choose = async (action: string) => {
    await button(/^Actions for Welcome/).click();
    await ada.page.getByRole('menuitem', { name: action, exact: true }).click();
  };
  const welcomed = 'Welcome to our platform';
  const welcome = () => ada.page.getByRole('main').getByText(welcomed).first();

  it('the bell tells of what is new, and looking makes it seen', async () => {
    const { page } = ada;
    // What the set-up told of the account is no part of this story.
    const told = () =>
      query(scene.gatehouse.databaseUrl, 'SELECT title FROM notifications.notifications');
    await expect
      .poll(async () => (await told()).map(({ title }) => title))
      .toEqual(expect.arrayContaining([welcomed, 'A second factor was turned on']));
    await query(
      scene.gatehouse.databaseUrl,
      'DELETE FROM notifications.notifications WHERE title <> $1',
      [welcomed],
    );
    await page.reload();
    await page.getByRole('link', { name: 'Notifications, 1 new' }).click();
    await heading(page, 'Notifications').waitFor();
    await welcome().waitFor();
    await page
      .getByRole('banner')
      .getByRole('link', { name: 'Notifications', exact: true })
      .waitFor();
    await page.getByRole('img', { name: 'Unread' }).waitFor();
    await expectGoodLook(page);
    await button('Mark all as read').click();
    await page.getByRole('img', { name: 'Unread' }).waitFor({ state: 'detached' });
  });

  it('notifications are snoozed, archived and brought back', async () => {
    const { page } = ada;
    await choose('Until tomorrow');
    await page.getByText('Nothing here').waitFor();
    await button('Snoozed').click();
    await welcome().waitFor();
    await choose('Back to the inbox');
    await button('Inbox').click();
    await welcome().waitFor();
    await choose('Until another time …');
    await expectGoodLook(page);
    await page.getByLabel('Time').fill('2020-01-01T00:00');
    await page.getByRole('dialog').getByRole('button', { name: 'Snooze' }).click();
    await page.getByText('Choose a time to come').waitFor();
    await button('Cancel').click();
    await button('Archive all').click();
    await page.getByText('Nothing here').waitFor();
    await button('Archived').click();
    await welcome().waitFor();
    await page.getByLabel('About').selectOption('Payments');
    await page.getByText('Nothing here').waitFor();
  });

  it('a long message is read whole, also from the list of the unread, which it leaves', async () => {
    const { page } = ada;
    const last = 'Bring your own umbrella.';
    await query(
      scene.gatehouse.databaseUrl,
      `UPDATE notifications.notifications
          SET body = $1, link = NULL, read_at = NULL, archived_at = NULL, snoozed_until = NULL`,
      [`${'The office moves, and so does everybody in it.\n\n'.repeat(12)}${last}`],
    );
    await page.goto('/inbox?status=unread');
    await button(/^Unread Welcome/).click();
    const reading = page.getByRole('dialog', { name: welcomed });
    await reading.getByText(last).waitFor();
    await page.getByText('Nothing here').waitFor();
    await expectGoodLook(page);
    await button('Close').last().click();
    await reading.waitFor({ state: 'detached' });
    await page.goto('/inbox');
    await choose('Read it');
    await reading.getByText(last).waitFor();
    await page.keyboard.press('Escape');
    expect(ada.complaints).toEqual([]);
  });
});
