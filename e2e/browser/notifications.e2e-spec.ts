import type { Route } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { query } from '../harness/query.js';
import { heading, owner, visitAsOwner } from './deeds.js';
import { setScene } from './scene.js';
import { expectGoodLook, hasChromium, type Visitor } from './visitor.js';

// One story: each step stands on the one before it.
describe.skipIf(!hasChromium)('Notifications in a browser', { timeout: 240_000 }, () => {
  const scene = setScene({ GATEHOUSE_NOTIFICATION_PAUSE_SECONDS: '1' });
  let ada: Visitor;

  beforeAll(async () => {
    ada = await visitAsOwner(scene.browser, scene.gatehouse);
  });

  const button = (name: string | RegExp) =>
    ada.page.getByRole('button', { name, exact: typeof name === 'string' });

  it('people choose by which channels, and when, they are told', async () => {
    const { page } = ada;
    await page.goto('/inbox');
    await page.getByRole('link', { name: 'Settings' }).click();
    await heading(page, 'Notification settings').waitFor();
    const box = (name: string) => page.getByRole('checkbox', { name });
    await box('Payments, By mail').uncheck();
    expect(await box('Alerts, and what happens to how you sign in, By mail').isDisabled()).toBe(
      true,
    );
    await box('Leave me alone at certain hours').check();
    await page.getByLabel('Time zone').selectOption('Europe/Berlin');
    await expectGoodLook(page);
    await button('Save').click();
    await page.getByText('Saved.').first().waitFor();
    await page.reload();
    await heading(page, 'Notification settings').waitFor();
    expect(await box('Payments, By mail').isChecked()).toBe(false);
    expect(await page.getByLabel('Time zone').inputValue()).toBe('Europe/Berlin');
    await box('Leave me alone at certain hours').uncheck();
    await button('Save').click();
    await page.getByText('Saved.').first().waitFor();
  });

  it('staff change the words, look at them, try them and go back', async () => {
    const { page } = ada;
    await page.getByRole('link', { name: 'Templates' }).click();
    await heading(page, 'Templates').waitFor();
    await expectGoodLook(page);
    await page.getByRole('link', { name: /^Welcome/ }).click();
    await heading(page, 'Welcome').waitFor();
    await page.getByLabel('Subject').fill('Good day, {{firstName}}');
    await page.getByLabel('HTML', { exact: true }).fill('<p>{{firstName.constructor}}</p>');
    await button('Preview').click();
    await page.getByText(/must name variables alone/i).waitFor();
    await page.getByLabel('HTML', { exact: true }).fill('<p>Good day, <b>{{firstName}}</b>!</p>');
    await expectGoodLook(page);
    await button('Preview').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Good day, Ada').first().waitFor();
    // No script runs in the frame, axe's neither: it cannot look at this dialog.
    await dialog.frameLocator('iframe').getByText('Good day, Ada!').waitFor();
    await button('Close').click();
    await button('Send me a test').click();
    await page.getByText('A test is on its way').first().waitFor();
    await button('Save as a new version').click();
    await page.getByText('Version 2 is saved').first().waitFor();
    await button('Use version 1').click();
    await page.getByText('Version 1 is in use').first().waitFor();
    await expect
      .poll(() => page.getByLabel('Subject').inputValue())
      .toBe('Welcome to our platform');
    await button('Save as a new version').click();
    await page.getByText('Version 3 is saved').first().waitFor();
    await button('Use version 2').waitFor();
    await button('Back to the first words').click();
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: 'Back to the first words' })
      .click();
    await page.getByText('It says what came with Gatehouse again.').first().waitFor();
    await expectGoodLook(page);
    // The browser itself names the answer to the words that were refused.
    expect(ada.complaints.splice(0)).toEqual([expect.stringContaining('422')]);
  });

  it('staff make a template, which is refused until it can be used', async () => {
    const { page } = ada;
    await page.getByRole('link', { name: 'All templates' }).click();
    await page.getByRole('link', { name: 'New template' }).click();
    await heading(page, 'New template').waitFor();
    await expectGoodLook(page);
    await page.getByLabel('Name', { exact: true }).fill('Course begins');
    await page.getByLabel('Description').fill('When a course begins');
    await button('Add a value').click();
    await page.getByLabel('Name of value 2').fill('course');
    await page.getByLabel('Sample of value 2').fill('Herons for beginners');
    await page.getByLabel('Subject').fill('{{course}} begins');
    await button('Make the template').click();
    await page.getByText('Must be lower-case words joined by dashes').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('course-begins');
    await button('Make the template').click();
    await heading(page, 'Course begins').waitFor();
    await page.getByLabel('Title').fill('A course begins');
    await page.getByLabel('Sample of value 1').fill('Owls for beginners');
    await expectGoodLook(page);
    await button('Save as a new version').click();
    await heading(page, 'A course begins').waitFor();
    await button('Preview').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Owls for beginners begins').first().waitFor();
    await button('Close').click();
    expect(ada.complaints.splice(0)).toEqual([expect.stringContaining('422')]);
  });

  it('people are notified by words of one’s own, and by a template', async () => {
    const { page } = ada;
    const sending = () => page.getByRole('dialog');
    await page.getByRole('link', { name: 'Sent notifications' }).click();
    await button('Send a notification').click();
    await sending().getByText('Ada Lovelace').waitFor();
    await sending().getByRole('button', { name: 'Send', exact: true }).click();
    await sending().getByText('Choose at least one person.').waitFor();
    await expectGoodLook(page);
    await sending().getByLabel('Search people').fill('nobody at all');
    await sending().getByText('Nobody is called so.').waitFor();
    await sending().getByLabel('Search people').fill('lovelace');
    await sending()
      .getByRole('checkbox', { name: /Ada Lovelace/ })
      .check();
    await sending().getByLabel('Subject').fill('The roof is mended');
    await sending().getByLabel('Text').fill('It rains in no longer.');
    await sending().getByLabel('Link').fill('https://elsewhere.test');
    await sending().getByRole('button', { name: 'Send', exact: true }).click();
    await sending().getByText('Must be a page of the console').waitFor();
    await sending().getByLabel('Link').fill('/security');
    await sending().getByRole('checkbox', { name: 'Console' }).check();
    await expectGoodLook(page);
    // The answer is lost: who sends it again sends it once.
    const loseAnswer = async (route: Route) => {
      await route.fetch();
      await route.abort();
    };
    await page.route('**/notifications/send', loseAnswer, { times: 1 });
    await sending().getByRole('button', { name: 'Send', exact: true }).click();
    await sending().getByText('The server cannot be reached.').waitFor();
    expect(ada.complaints.splice(0)).toEqual([expect.stringContaining('ERR_FAILED')]);
    await sending().getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('Sent to one person.').first().waitFor();
    const sent = `SELECT id FROM notifications.notices WHERE content ->> 'subject' = $1`;
    const rows = await query(scene.gatehouse.databaseUrl, sent, ['The roof is mended']);
    expect(rows).toHaveLength(1);
    await heading(page, 'The roof is mended').waitFor();
    await page.getByText('Told', { exact: true }).waitFor();
    await page.getByRole('button', { name: /The roof is mended/ }).waitFor();
    await expectGoodLook(page);
    await page.getByRole('link', { name: 'Everything sent' }).click();
    await button('Send a notification').click();
    await sending()
      .getByRole('checkbox', { name: /Ada Lovelace/ })
      .check();
    await sending().getByLabel('What').selectOption('A template');
    await sending().getByLabel('Template', { exact: true }).selectOption('course-begins');
    await sending().getByLabel('firstName').fill('Ada');
    await sending().getByLabel('course', { exact: true }).fill('Owls');
    await expectGoodLook(page);
    await sending().getByRole('button', { name: 'Send', exact: true }).click();
    await page
      .getByRole('button', { name: /Owls begins/ })
      .first()
      .waitFor();
    await heading(page, 'A course begins').waitFor();
    expect(ada.complaints).toEqual([]);
  });

  it('everybody is notified later, which is taken back before', async () => {
    const { page } = ada;
    const sending = () => page.getByRole('dialog');
    await page.getByRole('link', { name: 'Everything sent' }).click();
    await button('Send a notification').click();
    await sending().getByLabel('To', { exact: true }).selectOption('Roles and groups');
    await sending().getByRole('button', { name: 'Send', exact: true }).click();
    await sending().getByText('Choose at least one role or group.').waitFor();
    await sending().getByRole('checkbox', { name: 'Owner' }).check();
    await sending().getByText('One person as of now.').waitFor();
    await expectGoodLook(page);
    await sending().getByLabel('To', { exact: true }).selectOption('Everybody of the organization');
    await sending().getByText('One person as of now.').waitFor();
    await sending().getByLabel('Subject').fill('The roof is closed');
    await sending().getByLabel('Text').fill('For a day.');
    await sending().getByLabel('Not before').fill('2020-01-01T00:00');
    await sending().getByRole('button', { name: 'Send', exact: true }).click();
    await sending().getByText('Must be a time to come').waitFor();
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 16);
    await sending().getByLabel('Not before').fill(tomorrow);
    await sending().getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('To be sent to one person.').first().waitFor();
    await heading(page, 'The roof is closed').waitFor();
    await expectGoodLook(page);
    await page.getByRole('link', { name: 'Everything sent' }).click();
    await page.getByRole('region', { name: 'To be sent later' }).waitFor();
    await expectGoodLook(page);
    await page.getByRole('link', { name: 'The roof is closed' }).click();
    await button('Take it back').click();
    await page.getByText('Taken back', { exact: true }).waitFor();
    expect(ada.complaints).toEqual([]);
  });

  it('what could not be told is pointed at, and told after all', async () => {
    const { page } = ada;
    await query(
      scene.gatehouse.databaseUrl,
      `UPDATE notifications.notices SET told_at = NULL, failed_at = now(), attempts = 12,
         error = 'there is no template', id = gen_random_uuid()
        WHERE content ->> 'subject' = 'The roof is mended'`,
    );
    await page.goto('/sent');
    await page.getByRole('link', { name: 'The roof is mended' }).click();
    await page.getByText('there is no template (12 tries)').waitFor();
    await expectGoodLook(page);
    await button('Try again').click();
    await page.getByText('Told', { exact: true }).waitFor();
  });

  it('what was sent is followed, and sent again', async () => {
    const { page } = ada;
    await page.getByRole('link', { name: 'Sent notifications' }).click();
    await heading(page, 'Sent notifications').waitFor();
    await button('Send again what failed').click();
    await page.getByLabel('Of what was made since').fill('2020-01-01T00:00');
    await expectGoodLook(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();
    await page.getByText('0 sent again.').first().waitFor();
    await page.getByLabel('Channel').selectOption('Mail');
    await page.getByLabel('About').selectOption('Payments');
    await page.getByText('Nothing was sent').waitFor();
    await page.getByLabel('About').selectOption('About anything');
    await page.getByLabel('Last day').fill('2020-01-01');
    await page.getByText('Nothing was sent').waitFor();
    // The address keeps what a list is narrowed to.
    await page.reload();
    await page.getByText('Nothing was sent').waitFor();
    await expectGoodLook(page);
    await button('Clear filters').click();
    await expect.poll(() => page.getByLabel('Last day').inputValue()).toBe('');
    await expect.poll(() => new URL(page.url()).search).toBe('');
    await expectGoodLook(page);
    await page
      .getByRole('button', { name: /Good day, Ada/ })
      .filter({ hasText: 'Sent' })
      .click({ timeout: 60_000 });
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Kept in the mailbox').waitFor();
    await dialog.getByText('a•••@northwind.test').waitFor();
    await expectGoodLook(page);
    await dialog.getByRole('button', { name: 'Send again' }).click();
    await dialog.getByText('Sent again').waitFor();
    await button('Close').click();
    await dialog.waitFor({ state: 'detached' });
    await expectGoodLook(page);
  });

  it('an address that a message came back from is used again, for a reason', async () => {
    const { page } = ada;
    await query(
      scene.gatehouse.databaseUrl,
      `UPDATE notifications.addresses
          SET suppressed_at = now(), suppressed_for = '550 No such user', suppression_id = uuidv7()
        WHERE channel = 'email'`,
    );
    await page.goto('/sent');
    await page.getByText('550 No such user').waitFor();
    await expectGoodLook(page);
    await button(`Use ${owner.email} again`).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Use again' }).click();
    await dialog.getByText('Say why').waitFor();
    await expectGoodLook(page);
    await dialog.getByLabel('Reason').fill('The mailbox is there now');
    await dialog.getByRole('button', { name: 'Use again' }).click();
    await page.getByText('Messages go there again.').first().waitFor();
    await page.getByText('There is none.').waitFor();
    await page.goto('/audit');
    await page
      .getByText(/uses the address of .* again/)
      .first()
      .waitFor();
  });

  it('staff delete a template', async () => {
    const { page } = ada;
    await page.goto('/installation/templates');
    await page.getByRole('link', { name: /^A course begins/ }).click();
    await button('Delete').click();
    await expectGoodLook(page);
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await heading(page, 'Templates').waitFor();
    await page.getByRole('link', { name: /^A course begins/ }).waitFor({ state: 'detached' });
  });

  it('a mail leads to a page that asks before it ends anything', async () => {
    const { page } = ada;
    await page.goto(`/mailbox?to=${encodeURIComponent(owner.email)}`);
    await page
      .getByRole('link', { name: /Good day, Ada/ })
      .first()
      .click();
    const link = page.getByRole('article').getByRole('link', { name: /unsubscribe\?token/ });
    const address = await link.first().getAttribute('href');
    await page.goto(String(address));
    await heading(page, 'Unsubscribe').waitFor();
    await expectGoodLook(page);
    await button('End these mails').click();
    await heading(page, 'No more mails of this kind').waitFor();
    await page.getByText('Your account').waitFor();
    await expectGoodLook(page);
    expect(ada.complaints).toEqual([]);
  });
});
