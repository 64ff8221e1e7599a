import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { query } from '../harness/query.js';
import { Receiver } from '../harness/receiver.js';
import type { Authenticator } from './authenticator.js';
import { enterCredentials, heading, owner, visitAsOwner } from './deeds.js';
import { setScene } from './scene.js';
import { hasChromium, visit, type Visitor } from './visitor.js';

const script = fileURLToPath(new URL('../../scripts/attack.mjs', import.meta.url));
const attacker = '198.51.100.7';
const summary = `20 failed sign-ins from ${attacker} in 15 minutes`;

// One story: each step stands on the one before it.
describe.skipIf(!hasChromium)('An attack that somebody watches', { timeout: 240_000 }, () => {
  let receiver: Receiver;
  let ada: Visitor & { readonly authenticator: Authenticator };
  let secret: string;
  let alerts: Page;
  let blocks: Page;
  let audit: Page;
  let mailbox: Page;
  let still: Visitor;
  /** What the page that stands still was told by its socket, and how often it asked. */
  const told = { attempts: 0, asked: 0 };
  const reloaded: string[] = [];

  const scene = setScene({
    GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1',
    GATEHOUSE_WEBHOOK_ALLOWED_RANGES: '127.0.0.0/8',
    GATEHOUSE_NOTIFICATION_PAUSE_SECONDS: '1',
  });
  beforeAll(async () => {
    [ada, receiver] = await Promise.all([
      visitAsOwner(scene.browser, scene.gatehouse),
      Receiver.start(),
    ]);
  });
  afterAll(async () => {
    await receiver?.stop();
  });

  /** Another tab of Ada's; from here on it is told where it is loaded again. */
  const openTab = async (path: string, title: string): Promise<Page> => {
    const page = await ada.page.context().newPage();
    page.setDefaultTimeout(90_000);
    await page.goto(path);
    await heading(page, title).waitFor();
    page.on('load', () => void reloaded.push(path));
    return page;
  };

  const written = async () => {
    const counted = `SELECT count(*)::int FROM security.login_attempts WHERE address = $1`;
    const [row] = await query(scene.gatehouse.databaseUrl, counted, [attacker]);
    return row?.count;
  };

  it('has an endpoint for webhooks, of which staff are told too', async () => {
    const { page } = ada;
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    await page.getByRole('link', { name: 'Webhooks' }).click();
    await button('Add endpoint').first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Address' }).fill(receiver.url);
    await dialog.getByRole('checkbox', { name: /^Also events of the whole installation/ }).check();
    await dialog.getByLabel('Events', { exact: true }).selectOption('Only those chosen');
    for (const type of ['alert.raised', 'ip_block.created']) {
      await dialog.getByLabel('Search events').fill(type);
      await dialog.getByRole('checkbox', { name: new RegExp(type) }).check();
    }
    await dialog.getByRole('button', { name: 'Add endpoint' }).click();
    secret = (await page.getByTestId('secret').textContent()) ?? '';
    await page.getByLabel('I have saved it').check();
    await button('Done').click();
    await page.getByRole('link', { name: receiver.url }).click();
    await page.getByText('Nothing was sent').waitFor();
    expect(ada.complaints).toEqual([]);
  });

  it('is looked for on pages that are open before it begins', async () => {
    alerts = await openTab('/installation/monitor?tab=alerts', 'Security monitor');
    blocks = await openTab('/installation/monitor?tab=blocks', 'Security monitor');
    audit = await openTab('/audit?action=user.login_failed', 'Audit trail');
    await audit.getByText('Nothing happened like that').waitFor();
    mailbox = await openTab('/mailbox', 'Mailbox');
    ada.page.on('load', () => void reloaded.push('/webhooks'));
  });

  it('is looked for on a page whose clock stands still, so that it asks for nothing by itself', async () => {
    still = await visit(scene.browser, scene.gatehouse.url);
    const { page } = still;
    await page.clock.install();
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => {
        const frame = payload.toString();
        if (frame.includes('monitoring:login-attempt') && frame.includes(attacker))
          told.attempts += 1;
      }),
    );
    page.on('request', (request) => {
      if (new URL(request.url()).pathname.endsWith('/security/attempts')) told.asked += 1;
    });
    await enterCredentials(page, owner.email, owner.password);
    await page.getByLabel('Code from the app').fill(await ada.authenticator.code());
    await heading(page, 'Hello, Ada').waitFor();
    await page.getByRole('link', { name: 'Security monitor' }).click();
    await page.getByRole('list', { name: 'Attempts' }).getByRole('listitem').first().waitFor();
    await page.clock.pauseAt((await page.evaluate<number>('Date.now()')) + 1_000);
    // It asked just now, and does so again in ten seconds of its own.
    const before = told.asked;
    await expect
      .poll(async () => {
        await page.clock.runFor(500);
        return told.asked;
      })
      .toBeGreaterThan(before);
  });

  it('comes to the feed by the socket alone', async () => {
    const wish = ['--url', scene.gatehouse.url, '--email', owner.email, '--from', attacker];
    const before = told.asked;
    const { stdout } = await promisify(execFile)(process.execPath, [script, ...wish]);
    expect(stdout.match(/^attempt /gm)).toHaveLength(20);
    await expect.poll(() => told.attempts, { message: 'told by the socket' }).toBe(20);
    // Another listener than the socket's writes them down, in its own time.
    await expect.poll(written, { message: 'written down' }).toBe(20);
    expect(told.asked).toBe(before);
    const { page } = still;
    // Of a crowd of attempts it asks after three seconds, which are less than ten.
    await page.clock.runFor(3_100);
    const rows = page
      .getByRole('list', { name: 'Attempts' })
      .getByRole('listitem')
      .filter({ has: page.getByRole('button', { name: attacker }) });
    await expect
      .poll(
        async () => {
          await page.clock.runFor(10);
          return rows.count();
        },
        { interval: 200, message: 'shown' },
      )
      .toBe(20);
    expect(still.complaints).toEqual([]);
    await still.leave();
  });

  it('is an alert and a block in the monitor', async () => {
    await alerts.getByText(summary).first().waitFor();
    await blocks.getByRole('cell', { name: attacker }).first().waitFor();
  });

  it('is a row of the audit trail for each try', async () => {
    const rows = audit.getByRole('button', { name: `A sign-in as ${owner.email} failed` });
    await expect.poll(() => rows.count()).toBe(20);
  });

  it('is a mail, and two webhooks whose signatures hold', async () => {
    await mailbox.getByText(summary).first().waitFor();
    const { page } = ada;
    for (const type of [/alert\.raised/, /ip_block\.created/]) {
      const delivery = page
        .getByRole('listitem')
        .filter({ has: page.getByRole('button', { name: type }) });
      await delivery.getByText('Delivered').waitFor();
    }
    expect(receiver.received).toHaveLength(2);
    for (const { body, headers } of receiver.received)
      expect(new Webhook(secret).verify(body, headers)).toMatchObject({ organizationId: null });
  });

  it('is told by the bell, and nothing had to be loaded again', async () => {
    const { page } = ada;
    await page
      .getByRole('banner')
      .getByRole('link', { name: /^Notifications, \d+ new$/ })
      .click();
    await page.getByText(summary).first().waitFor();
    expect(reloaded).toEqual([]);
    expect(ada.complaints).toEqual([]);
  });
});
