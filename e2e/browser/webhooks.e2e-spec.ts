import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Receiver } from '../harness/receiver.js';
import { heading, visitAsOwner } from './deeds.js';
import { setScene } from './scene.js';
import { expectGoodLook, hasChromium, narrow, type Visitor, wide } from './visitor.js';

// One story: each step stands on the one before it.
describe.skipIf(!hasChromium)('Webhooks in a browser', { timeout: 240_000 }, () => {
  let receiver: Receiver;
  let ada: Visitor;
  let secret: string;

  const scene = setScene({ GATEHOUSE_WEBHOOK_ALLOWED_RANGES: '127.0.0.0/8' });
  beforeAll(async () => {
    [ada, receiver] = await Promise.all([
      visitAsOwner(scene.browser, scene.gatehouse),
      Receiver.start(),
    ]);
  });
  afterAll(async () => {
    await receiver?.stop();
  });

  const button = (name: string) => ada.page.getByRole('button', { name, exact: true });
  const choose = async (action: string) => {
    await button('More actions').click();
    await ada.page.getByRole('menuitem', { name: action }).click();
  };
  const newSecret = async () => {
    const shown = await ada.page.getByTestId('secret').textContent();
    expect(await button('Done').isDisabled()).toBe(true);
    await expectGoodLook(ada.page);
    await ada.page.getByLabel('I have saved it').check();
    await button('Done').click();
    await ada.page.getByTestId('secret').waitFor({ state: 'detached' });
    return shown ?? '';
  };

  it('says what is wrong in the form, and adds an endpoint with its secret shown once', async () => {
    const { page } = ada;
    await page.getByRole('link', { name: 'Webhooks' }).click();
    await heading(page, 'Webhooks').waitFor();
    await page.getByText('No endpoints').waitFor();
    await expectGoodLook(page);
    await button('Add endpoint').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Address' }).fill('http://10.0.0.1/hook');
    await dialog.getByLabel('Events', { exact: true }).selectOption('Only those chosen');
    await dialog.getByRole('button', { name: 'Add endpoint' }).click();
    await page.getByText('Choose at least one.').waitFor();
    await dialog
      .getByRole('group', { name: 'User', exact: true })
      .getByRole('checkbox', { name: /user\.registered/ })
      .check();
    await expectGoodLook(page);
    await dialog.getByLabel('Search events').fill('nothing like it');
    await dialog.getByText('No event is like that.').waitFor();
    await dialog.getByLabel('Search events').fill('payment');
    await dialog.getByText('comes later').first().waitFor();
    await dialog.getByLabel('Search events').fill('alert');
    expect(await dialog.getByRole('group', { name: 'Alert' }).count()).toBe(0);
    const staffs = dialog.getByRole('checkbox', { name: /^Also events of the whole installation/ });
    await staffs.check();
    await dialog.getByRole('checkbox', { name: 'Alert, all' }).check();
    expect(await dialog.getByRole('checkbox', { name: /alert\.raised/ }).isChecked()).toBe(true);
    await expectGoodLook(page);
    await dialog.getByRole('checkbox', { name: 'Alert, all' }).uncheck();
    await staffs.uncheck();
    await dialog.getByLabel('Search events').fill('');
    await dialog.getByRole('checkbox', { name: /user\.registered/ }).waitFor();
    await dialog.getByRole('button', { name: 'Add endpoint' }).click();
    await page.getByText('Must be a public https:// address').waitFor();
    await dialog.getByRole('textbox', { name: 'Address' }).fill(receiver.url);
    await dialog.getByLabel('Description').fill('Billing');
    await dialog.getByRole('button', { name: 'Add endpoint' }).click();
    secret = await newSecret();
    expect(secret).toMatch(/^whsec_/);
    await page.getByText('Billing').waitFor();
    await expectGoodLook(page);
    expect(await page.content()).not.toContain(secret);
    // The browser itself names the answer to the address that was refused.
    expect(ada.complaints.splice(0)).toEqual([expect.stringContaining('422')]);
  });

  it('sends a test event that the receiver can verify, and shows each try', async () => {
    const { page } = ada;
    receiver.answerWith(503, {}, 'down for maintenance');
    await page.getByRole('link', { name: receiver.url }).click();
    await heading(page, new URL(receiver.url).host).waitFor();
    await page.getByText('Nothing was sent').waitFor();
    await button('Send test').click();
    await page.getByText('Trying').waitFor();
    const [first] = [receiver.get(0)];
    expect(new Webhook(secret).verify(first.body, first.headers)).toBeTruthy();
    await expectGoodLook(page);
    await page.getByRole('button', { name: /webhook\.test/ }).click();
    await page.getByText('down for maintenance').first().waitFor();
    await page.getByText('Headers of the answer').first().click();
    await page
      .getByText(/content-length|transfer-encoding/)
      .first()
      .waitFor();
    await page.getByText('What is sent').click();
    await page.getByText('"Hello from Gatehouse"').waitFor();
    await expectGoodLook(page);
    receiver.answerWith(200);
    await page.getByRole('button', { name: /^(Try now|Send again)$/ }).click();
    await page.getByRole('dialog').getByText('Delivered').waitFor();
    await page.getByRole('dialog').getByText('200', { exact: true }).first().waitFor();
    await button('Close').click();
    await page.setViewportSize(narrow);
    const scrolled = () => page.evaluate<number>('scrollY');
    await page.getByLabel('Last answer').scrollIntoViewIfNeeded();
    expect(await scrolled()).toBeGreaterThan(0);
    await page.getByLabel('Last answer').selectOption('5xx');
    await page.getByText('Nothing was sent').waitFor();
    expect(await scrolled(), 'whoever narrows a list stays at it').toBeGreaterThan(0);
    await page.setViewportSize(wide);
    await page.getByLabel('Last answer').selectOption('2xx');
    await page.getByRole('button', { name: /webhook\.test/ }).waitFor();
    await expectGoodLook(page);
    await page.getByLabel('Last answer').selectOption('Any answer');
    expect(ada.complaints).toEqual([]);
  });

  it('pauses and resumes, sends again what failed, and rotates with both signatures', async () => {
    const { page } = ada;
    await button('Pause').click();
    await page.getByText('Paused', { exact: true }).waitFor();
    const sent = receiver.received.length;
    // A test goes out also now.
    await button('Send test').click();
    await expect.poll(() => receiver.received.length).toBe(sent + 1);
    await page
      .getByRole('button', { name: /webhook\.test/ })
      .first()
      .click();
    await button('Send again').click();
    await expect.poll(() => receiver.received.length).toBe(sent + 2);
    await button('Close').click();
    await expectGoodLook(page);
    await button('Resume').click();
    await choose('Send again what failed');
    await expectGoodLook(page);
    await button('Send again').click();
    const recoveries = page.getByRole('list', { name: 'Sent again' });
    await recoveries.getByText('Done').waitFor();
    await recoveries.getByText('0 of 0 sent again').waitFor();
    await expectGoodLook(page);
    await choose('Rotate the secret');
    await page.getByLabel('The old secret works for').selectOption('another hour');
    await button('Rotate').click();
    const fresh = await newSecret();
    expect(fresh).not.toBe(secret);
    await button('Send test').click();
    await expect.poll(() => receiver.received.length).toBe(sent + 3);
    const { body, headers } = receiver.get(sent + 2);
    for (const key of [secret, fresh]) expect(new Webhook(key).verify(body, headers)).toBeTruthy();
    expect(ada.complaints).toEqual([]);
  });

  it('changes what an endpoint wants, says when it was switched off, and removes it', async () => {
    const { page } = ada;
    await choose('Edit');
    await page
      .getByLabel('Events', { exact: true })
      .selectOption('Every event, also of later versions');
    await button('Save').click();
    await page.getByText('Every event', { exact: true }).waitFor();
    receiver.answerWith(410);
    await button('Send test').click();
    await page.getByText(/answered that it is gone/).waitFor({ timeout: 60_000 });
    await expectGoodLook(page);
    await choose('Remove');
    await expectGoodLook(page);
    await button('Remove endpoint').click();
    await page.getByText('No endpoints').waitFor();
    await page.getByRole('link', { name: 'Audit trail' }).click();
    await page.getByText(`Ada Lovelace removed the webhook ${receiver.url}`).waitFor();
    await page.getByText(/its address says that it is gone/).waitFor();
    expect(ada.complaints).toEqual([]);
  });
});
