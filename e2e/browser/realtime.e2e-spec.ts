import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Api } from '../harness/api.js';
import { query } from '../harness/query.js';
import { holdTurn } from '../harness/turn.js';
import { enterCredentials, heading } from './deeds.js';
import { setScene } from './scene.js';
import { hasChromium, visit } from './visitor.js';

/** An answer to something the client sent, in Socket.IO's protocol. */
const acknowledgement = /^43/;

describe.skipIf(!hasChromium)('a socket of the console', { timeout: 240_000 }, () => {
  const scene = setScene();
  let api: Api;

  beforeAll(async () => {
    api = new Api(scene.gatehouse.url);
    await api.newPerson('grace@northwind.test');
  });

  const signIn = async () => {
    const visitor = await visit(scene.browser, scene.gatehouse.url);
    const opened = visitor.page.waitForEvent('websocket');
    await enterCredentials(visitor.page, 'grace@northwind.test', 'a long enough passphrase 7');
    await heading(visitor.page, /Hello/).waitFor();
    return { visitor, socket: await opened };
  };

  it('is opened after the sign-in, without a complaint of the browser', async () => {
    const { visitor, socket } = await signIn();
    expect(socket.url()).toContain('/socket.io/');
    expect(socket.isClosed()).toBe(false);
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  it('is what the bell goes by: it asks from time to time only while the socket is away', async () => {
    // Nobody is told of this sign-in meanwhile, which would move the bell, too.
    onTestFinished(await holdTurn(scene.gatehouse.databaseUrl, 'notifications'));
    const visitor = await visit(scene.browser, scene.gatehouse.url);
    const { page } = visitor;
    await page.clock.install();
    let cut = () => Promise.resolve();
    let isAway = false;
    let asked = 0;
    let askedUntilSubscribed = Number.POSITIVE_INFINITY;
    await page.routeWebSocket(/socket\.io/, (socket) => {
      if (isAway) return void socket.close();
      const server = socket.connectToServer();
      server.onMessage((message) => {
        if (acknowledgement.test(String(message))) askedUntilSubscribed = asked;
        socket.send(message);
      });
      cut = () => socket.close();
      return undefined;
    });
    page.on('request', (request) => {
      if (request.url().endsWith('/notifications/counts')) asked += 1;
    });
    await enterCredentials(page, 'grace@northwind.test', 'a long enough passphrase 7');
    await heading(page, /Hello/).waitFor();
    // Asked when the page was shown, and again when the socket had subscribed.
    await expect.poll(() => asked > askedUntilSubscribed).toBe(true);
    let before = 0;
    const isQuiet = async () => {
      before = asked;
      await page.clock.runFor(1_000);
      return asked === before;
    };
    await expect.poll(isQuiet, { interval: 500 }).toBe(true);
    await page.clock.runFor(30_000);
    expect(asked).toBe(before);
    isAway = true;
    await cut();
    await expect
      .poll(async () => {
        await page.clock.runFor(5_000);
        return asked;
      })
      .toBeGreaterThan(before);
    await visitor.leave();
  });

  it('moves the bell as a notification comes, without asking again and again', async () => {
    const { visitor } = await signIn();
    const header = visitor.page.getByRole('banner');
    const quiet = header.getByRole('link', { name: 'Notifications', exact: true });
    // What the sign-ins before told may still come.
    const seeAll = async () => {
      await query(
        scene.gatehouse.databaseUrl,
        'UPDATE notifications.notifications SET seen_at = now() WHERE seen_at IS NULL',
      );
      return quiet.count();
    };
    const isQuiet = () => expect.poll(seeAll, { timeout: 60_000, interval: 500 }).toBe(1);
    await isQuiet();
    await query(
      scene.gatehouse.databaseUrl,
      `INSERT INTO notifications.notifications
         (id, user_id, category, title, body, created_at, shown_at)
       SELECT uuidv7(), id, 'security', 'A title', 'A body', now(), now() FROM identity.users`,
    );
    // While the socket is open, nothing else than the socket moves it.
    await header.getByRole('link', { name: /^Notifications, \d+ new$/ }).waitFor();
    await isQuiet();
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  it('signs out by itself when the session is ended elsewhere', async () => {
    const { visitor } = await signIn();
    const { page } = visitor;
    const { access } = await api.tokensOf('grace@northwind.test');
    const everywhere = await api.call('POST', '/auth/logout-all', { token: access });
    expect(everywhere.status).toBe(204);
    await page.waitForURL(/\/sign-in/, { timeout: 60_000 });
    await visitor.leave();
  });

  it('is closed by a sign-out, which looks like one', async () => {
    const { visitor, socket } = await signIn();
    const { page } = visitor;
    await page.getByRole('button', { name: /Grace|Ada|account/i }).click();
    await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click();
    await page.waitForURL(/\/sign-in/);
    await expect.poll(() => socket.isClosed()).toBe(true);
    await page.waitForTimeout(1_500);
    await expect.poll(() => page.getByText(/session (has )?ended/i).count()).toBe(0);
    await visitor.leave();
  });
});
