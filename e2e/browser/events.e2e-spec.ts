import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../harness/api.js';
import { query } from '../harness/query.js';
import { holdTurn } from '../harness/turn.js';
import { heading, visitAsOwner } from './deeds.js';
import { setScene } from './scene.js';
import { expectGoodLook, hasChromium, type Visitor } from './visitor.js';

// One story: each step stands on the one before it.
describe.skipIf(!hasChromium)('events and audit in a browser', { timeout: 240_000 }, () => {
  const scene = setScene();
  let ada: Visitor;

  beforeAll(async () => {
    ada = await visitAsOwner(scene.browser, scene.gatehouse);
  });

  /** Two events that a listener gave up on. */
  async function park(): Promise<void> {
    const api = new Api(scene.gatehouse.url);
    for (const name of ['grace', 'alan']) await api.signIn(`${name}@northwind.test`, 'wrong');
    await expect
      .poll(async () => {
        const parked = await query(
          scene.gatehouse.databaseUrl,
          `UPDATE webhooks.inbox AS had
              SET state = 'parked', position = past.position, event = past.event, attempts = 8,
                  error = 'Error: connect ECONNREFUSED 10.1.2.3:5432'
             FROM identity.outbox AS past
            WHERE had.event_id = past.id AND had.listener = 'webhooks'
              AND past.type = 'user.login_failed' RETURNING 1`,
        );
        return parked.length;
      })
      .toBe(2);
  }

  it('shows parked events, has one handled again, and gives one up for a reason', async () => {
    const { page } = ada;
    await park();
    await page.getByRole('link', { name: 'Events' }).click();
    await heading(page, 'Events').waitFor();
    const rows = page.getByRole('list', { name: 'Parked events' }).getByRole('listitem');
    await expect.poll(() => rows.count()).toBe(2);
    await rows.first().getByText('What it tells').click();
    await page.getByText('"identifier": "alan@northwind.test"').waitFor();
    await expectGoodLook(page);
    await page.getByLabel('Type').selectOption('user.login');
    await page.getByText('Nothing is parked').waitFor();
    await page.getByLabel('Type').selectOption('user.login_failed');
    await expect.poll(() => rows.count()).toBe(2);
    await page.getByLabel('Listener').selectOption({ value: 'webhooks' });
    await page.getByRole('button', { name: 'Try all of webhooks again' }).click();
    await page.getByText('Every parked event of the listener').waitFor();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await rows.first().getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => rows.count()).toBe(1);
    await page.getByRole('button', { name: 'Discard what is listed' }).click();
    await page.getByLabel('Reason').fill('The receiver is gone for good');
    await page.getByRole('button', { name: 'Discard all', exact: true }).click();
    await page.getByText('Nothing is parked').waitFor();
  });

  it('shows work in the background that was given up, and has it done again', async () => {
    const { page } = ada;
    // No job fails eight times in the time of a test; what the list is made of is tested on the queue.
    const job = { id: '7', tier: 'main', name: 'audit.verify', error: 'Error: disk full' };
    let data = [{ ...job, attempts: 8, failedAt: new Date().toISOString() }];
    await page.route('**/events/failed-jobs', (route) => route.fulfill({ json: { data } }));
    await page.route('**/events/failed-jobs/main/7/retry', (route) => {
      data = [];
      return route.fulfill({ status: 204 });
    });
    await page.reload();
    await page.getByText('Error: disk full').waitFor();
    await expectGoodLook(page);
    await page.getByRole('button', { name: 'Do it again' }).click();
    await page.getByText('audit.verify is done again.').first().waitFor();
    await page.getByText('Failed jobs').waitFor({ state: 'detached' });
    await page.unrouteAll();
  });

  it('replays the last hour to a listener, and shows how far it is', async () => {
    const { page } = ada;
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    await page.getByLabel('Listener').last().selectOption('webhooks');
    await page.getByRole('dialog').getByRole('button', { name: 'Replay', exact: true }).click();
    const replays = page.getByRole('list', { name: 'Replays' });
    await replays.getByText('Done').waitFor();
    expect(await replays.textContent()).toMatch(/(\d+) of \1 events/);
    await expectGoodLook(page);
  });

  it('replays some types of events of a time that one chooses', async () => {
    const { page } = ada;
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Listener').selectOption('audit');
    await dialog.getByLabel('Time').selectOption('own');
    const local = (time: number) =>
      new Date(time - new Date(time).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
    await dialog.getByLabel('From').fill(local(Date.now() - 3_600_000));
    await dialog.getByLabel('Until').fill(local(Date.now() + 3_600_000));
    await dialog.getByText('All types of events').click();
    await dialog.getByLabel('user.login_failed').check();
    await expectGoodLook(page);
    await dialog.getByRole('button', { name: 'Replay', exact: true }).click();
    const latest = page.getByRole('list', { name: 'Replays' }).getByRole('listitem').first();
    await latest.getByText('audit').waitFor();
    await latest.getByText('2 of 2 events').waitFor();
  });

  it('shows how far a replay is while it waits for its turn, and cancels it', async () => {
    const { page } = ada;
    const giveBack = await holdTurn(scene.gatehouse.databaseUrl, 'webhooks');
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    await page.getByLabel('Listener').last().selectOption('webhooks');
    await page.getByRole('dialog').getByRole('button', { name: 'Replay', exact: true }).click();
    const latest = page.getByRole('list', { name: 'Replays' }).getByRole('listitem').first();
    await latest.getByRole('progressbar').waitFor();
    await expectGoodLook(page);
    await latest.getByRole('button', { name: 'Cancel' }).click();
    await latest.getByText('Cancelled').waitFor();
    await giveBack();
    await expect
      .poll(() =>
        query(
          scene.gatehouse.databaseUrl,
          'SELECT FROM event_log.replays WHERE finished_at IS NULL',
        ),
      )
      .toEqual([]);
  });

  it('verifies the audit trail, and takes it out as it is filtered', async () => {
    const { page } = ada;
    await page.getByRole('link', { name: 'Audit trail' }).click();
    await page.getByLabel('What happened').selectOption('user.login_failed');
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText('The trail is as it was written').waitFor();
    await page.getByRole('button', { name: 'Close', exact: true }).last().click();
    await page.getByRole('button', { name: 'Export' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'As JSON lines' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('audit-trail.jsonl');
    const lines = (await readFile(await file.path(), 'utf8')).trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { action: string }).action)).toEqual([
      'user.login_failed',
      'user.login_failed',
    ]);
    await expectGoodLook(page);
  });

  it('shows what happens while one looks, and narrows it to an organization', async () => {
    const { page } = ada;
    await page.goto('/audit?action=user.login_failed');
    const rows = page.getByRole('list', { name: 'Audit trail' }).getByRole('listitem');
    await expect.poll(() => rows.count()).toBe(2);
    // It would be gone after a reload.
    await page.evaluate(`document.body.setAttribute('data-same-page', '')`);
    await new Api(scene.gatehouse.url).signIn('late@northwind.test', 'wrong');
    await expect.poll(() => rows.count()).toBe(3);
    expect(await page.locator('body[data-same-page]').count()).toBe(1);
    const organization = page.getByRole('combobox', { name: 'Organization' });
    await organization.pressSequentially('Northwind');
    await page.locator('datalist option[value="Northwind Traders"]').waitFor({ state: 'attached' });
    expect(await rows.count()).toBe(3);
    await organization.fill('Northwind Traders');
    // Whoever could not sign in is of no organization.
    await page.getByText('Nothing happened like that').waitFor();
    await page.getByLabel('What happened').selectOption('');
    await expect.poll(() => rows.count()).toBeGreaterThan(0);
    await expectGoodLook(page);
  });

  it('offers the role of an auditor ready-made', async () => {
    const { page } = ada;
    await page.getByRole('link', { name: 'Roles' }).click();
    await page.getByRole('button', { name: 'New role' }).click();
    await page.getByRole('button', { name: 'Auditor' }).click();
    await expect.poll(() => page.getByLabel('Name', { exact: true }).inputValue()).toBe('Auditor');
    await page.getByRole('button', { name: 'Save role' }).click();
    await page.getByRole('columnheader', { name: /Auditor/ }).waitFor();
    expect(ada.complaints).toEqual([]);
  });
});
