import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../server/test/harness/database.js';
import { Receiver } from '../harness/receiver.js';
import { TestSocket } from '../harness/sockets.js';
import { MailSink } from '../fakes/mail-sink.js';
import { doMainJob, expectEffects, subscribe, survive } from './main-job.js';
import { type ProcessName, SplitHouse } from './split-house.js';

describe('apps that share a database', { timeout: 240_000 }, () => {
  let database: TestDatabase;
  let house: SplitHouse;
  let receiver: Receiver;
  let sink: MailSink;
  beforeAll(async () => {
    database = await createTestDatabase();
    receiver = await Receiver.start();
    sink = await MailSink.start();
    // The apis go on showing the mailbox.
    house = await SplitHouse.start(database.url, {}, { SMTP_URL: sink.url });
    await subscribe(house, receiver);
  });
  afterAll(async () => {
    await house?.stop();
    await receiver?.stop();
    await sink?.stop();
    await database?.drop();
  });

  const get = (name: ProcessName, path: string, token = house.token) =>
    house.at(name).call('GET', path, { token });

  it('do the main job together, each its part of it', async () => {
    await expectEffects(await doMainJob(house, receiver, 'grace@example.com'));
  });

  it.each([
    ['left', 'api'],
    ['worker', 'worker'],
    ['notifications', 'notifications'],
  ] as const)('say in their health and metrics what they are: %s', async (name, app) => {
    for (const path of ['/health', '/health/live', '/health/ready', '/api/v1/health'])
      expect((await get(name, path)).status).toBe(200);
    expect((await get(name, '/health')).body).toMatchObject({ app, status: 'ok' });
    const metrics = await fetch(`${house.at(name).url}/metrics`);
    expect(await metrics.text()).toContain(`service="gatehouse-${app}"`);
  });

  it.each([
    ['worker', '/auth/profile'],
    ['worker', '/notifications'],
    ['worker', '/'],
    ['worker', '/api/docs'],
    ['worker', '/api/openapi.json'],
    ['notifications', '/auth/profile'],
    ['notifications', '/api/v1//auth/profile'],
    ['notifications', '/users'],
    ['notifications', '/api/v1/dev/mailbox'],
    ['notifications', '/'],
  ] as const)('serve nothing that is another app’s: %s %s', async (name, path) => {
    // Not `Api`, which knows that whoever serves the route does not answer like that.
    const headers = { authorization: `Bearer ${house.token}`, accept: 'text/html' };
    const answer = await fetch(house.at(name).url + path, { headers });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'not_found' });
  });

  it('hold to one entrance: tokens, permissions and sessions that end count in every app', async () => {
    const anonymous = await house.at('notifications').call('GET', '/notifications');
    expect(anonymous.status).toBe(401);
    expect(anonymous.body.code).toBe('unauthenticated');
    const { access } = await house.at('left').newPerson('leaver@example.com');
    expect((await get('notifications', '/notifications', access)).status).toBe(200);
    expect((await get('notifications', '/notification-templates', access)).status).toBe(403);
    await house.at('left').call('POST', '/auth/logout', { token: access });
    expect((await get('notifications', '/notifications', access)).status).toBe(401);
  });

  it('attack 20: tell the sockets of every api what a worker has handled, each once', async () => {
    const sockets = await Promise.all(
      (['left', 'right'] as const).map((name) => TestSocket.open(house.at(name).url, house.token)),
    );
    for (const socket of sockets) expect((await socket.send('join:monitoring')).ok).toBe(true);
    await house.at('left').signIn('nobody@example.com', 'wrong');
    for (const socket of sockets) {
      const seen = () => socket.of('monitoring:login-attempt').map(({ identifier }) => identifier);
      await expect.poll(seen).toEqual(['nobody@example.com']);
      socket.close();
    }
    const refused = await TestSocket.open(house.at('worker').url, house.token);
    expect(refused.connected).toBe(false);
    refused.close();
  });

  it('do without a worker: people are told, and it catches up with the rest when it is back', async () => {
    expect(await house.end('worker')).toBe(0);
    const effects = await doMainJob(house, receiver, 'without-worker@example.com');
    await expect.poll(effects.bell).toBe(1);
    await expect.poll(effects.mails).toBe(1);
    expect(await effects.audited()).toBe(0);
    expect(await effects.webhooks()).toBe(0);
    // The confirmation, and the welcome.
    await expect.poll(() => sink.countTo('without-worker@example.com')).toBe(2);
    expect((await get('left', '/health')).body.status).toBe('ok');
    await house.launch('worker');
    await expectEffects(effects);
  });

  it('do without notifications: the trail goes on, and people are told when it is back', async () => {
    expect(await house.end('notifications')).toBe(0);
    const effects = await doMainJob(house, receiver, 'without-notifications@example.com');
    await expect.poll(effects.audited).toBe(1);
    await expect.poll(effects.webhooks).toBe(1);
    expect(await effects.mails()).toBe(0);
    expect(sink.countTo('without-notifications@example.com')).toBe(0);
    await house.launch('notifications');
    await expectEffects(effects);
    await expect.poll(() => sink.countTo('without-notifications@example.com')).toBe(2);
  });

  it(
    'attack 32: lose nothing and do nothing twice when those in the background are killed',
    () => survive(house),
    120_000,
  );
});
