import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { TestClock } from '../../../../test/harness/events.js';
import { after, days, minutes } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import type { Config } from '../../../platform/config/config.js';
import type { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { EventDirectory } from '../../../platform/events/event-listener.js';
import { OutboxRepository } from '../../../platform/events/outbox/outbox.repository.js';
import type { MailOutbox, OutgoingMail } from '../../../platform/mail/mail-outbox.js';
import type { UserDirectory } from '../../identity/users/user-directory.port.js';
import { DeliveriesRepository } from '../deliveries/deliveries.repository.js';
import { newDelivery } from '../deliveries/payload.js';
import { EndpointSecrets } from '../endpoints/endpoint-secrets.js';
import { EndpointsRepository } from '../endpoints/endpoints.repository.js';
import { OutcomesService } from './outcomes.service.js';
import type { Room } from './places.js';
import { SenderService } from './sender.service.js';
import { type ClaimedDelivery, SendingRepository } from './sending.repository.js';
import { SwitchOffService } from './switch-off.service.js';
import type { Received, WebhookClient } from './webhook-client.js';

const plain = {
  seal: (text: string) => Buffer.from(text),
  open: (sealed: Buffer) => sealed.toString(),
} as unknown as FieldCipher;

const directory = {
  contactsOf: () =>
    Promise.resolve([
      { email: 'ada@example.com', firstName: 'Ada', locale: null },
      { email: 'grete@example.com', firstName: 'Grete', locale: 'de-AT' },
      { email: 'zoe@example.com', firstName: 'Zoé', locale: 'fr' },
      { email: 'ines@example.com', firstName: 'Inés', locale: 'es' },
    ]),
} as unknown as UserDirectory;

describe('sending webhooks', () => {
  let created: TestDatabase;
  let pool: pg.Pool;
  let database: Database;
  let clock: TestClock;
  let sending: SendingRepository;
  let sender: SenderService;
  let status: number;
  /** Before the status above. */
  let answers: number[];
  let mails: OutgoingMail[];

  beforeEach(async () => {
    created = await createTestDatabase();
    pool = new pg.Pool({ connectionString: created.url });
    database = new Database(pool);
    clock = new TestClock();
    sending = new SendingRepository(database);
    status = 200;
    answers = [];
    const client = {
      post: (): Promise<Received> =>
        Promise.resolve({
          status: answers.shift() ?? status,
          headers: {},
          body: '',
          retryAfter: 0,
        }),
    } as unknown as WebhookClient;
    mails = [];
    const outbox = {
      enqueue: (_tx: unknown, mail: OutgoingMail) => {
        mails.push(mail);
        return Promise.resolve();
      },
    } as unknown as MailOutbox;
    new EventDirectory().outboxes.add('webhooks');
    const switchOff = new SwitchOffService(
      new EndpointsRepository(),
      new DeliveriesRepository(),
      directory,
      outbox,
      new Events('webhooks', clock, new OutboxRepository()),
      { publicUrl: 'https://gatehouse.example' } as unknown as Config,
      clock,
    );
    const outcomes = new OutcomesService(sending, switchOff, database, clock);
    sender = new SenderService(client, new EndpointSecrets(plain), outcomes, clock);
  });
  afterEach(async () => {
    await pool.end();
    await created.drop();
  });

  async function addEndpoint(): Promise<string> {
    const id = newId();
    const now = clock.now();
    await database.transaction((tx) =>
      new EndpointsRepository().insert(tx, {
        id,
        organizationId: newId(),
        url: 'https://receiver.example/hook',
        description: '',
        eventTypes: [],
        installation: false,
        status: 'enabled',
        disabledReason: null,
        secret: Buffer.from('whsec_AAAA'),
        previousSecret: null,
        previousUntil: null,
        signingKey: null,
        publicKey: null,
        failingSince: null,
        createdAt: now,
        updatedAt: now,
      }),
    );
    return id;
  }

  async function addDeliveries(endpointId: string, count: number): Promise<void> {
    const now = clock.now();
    const rows = Array.from({ length: count }, () =>
      newDelivery(
        endpointId,
        {
          specversion: '1.0',
          id: newId(),
          source: '/test',
          type: 'user.registered',
          dataschema: '',
          time: now.toISOString(),
          datacontenttype: 'application/json',
          data: {},
        },
        now,
      ),
    );
    await database.transaction((tx) => new DeliveriesRepository().insert(tx, rows));
  }

  const everything: Room = {
    lane: 'quick',
    free: 50,
    perEndpoint: 8,
    allowances: new Map(),
    slow: new Set(),
  };
  const send = (claimed: ClaimedDelivery) => sender.send(claimed, () => undefined);
  const nobody = '00000000-0000-0000-0000-000000000000';
  const claim = (room: Partial<Room> = {}, turn = nobody) =>
    sending.claim(clock.now(), after(clock.now(), minutes(2)), { ...everything, ...room }, turn);
  const endpointOf = async (id: string) => {
    const { rows } = await pool.query('SELECT * FROM webhooks.endpoints WHERE id = $1', [id]);
    return rows[0] as Record<string, unknown>;
  };

  it('hands each delivery to one of many senders', async () => {
    await addDeliveries(await addEndpoint(), 40);
    const claims = await Promise.all(Array.from({ length: 10 }, () => claim()));
    const ids = claims.flat().map(({ delivery }) => delivery.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(0);
  });

  const countsOf = (claimed: readonly ClaimedDelivery[]) => {
    const counts: Record<string, number> = {};
    for (const { endpoint } of claimed) counts[endpoint.id] = (counts[endpoint.id] ?? 0) + 1;
    return counts;
  };

  it('gives an endpoint no more than it has room for', async () => {
    const [busy, idle] = [await addEndpoint(), await addEndpoint()];
    await addDeliveries(busy, 30);
    await addDeliveries(idle, 3);
    const claimed = await claim({ allowances: new Map([[busy, 2]]) });
    expect(countsOf(claimed)).toEqual({ [busy]: 2, [idle]: 3 });
  });

  it('takes those of one lane alone', async () => {
    const [slow, quick] = [await addEndpoint(), await addEndpoint()];
    for (const id of [slow, quick]) await addDeliveries(id, 2);
    const slowOnes = new Set([slow]);
    expect(countsOf(await claim({ lane: 'quick', slow: slowOnes }))).toEqual({ [quick]: 2 });
    expect(countsOf(await claim({ lane: 'slow', slow: slowOnes }))).toEqual({ [slow]: 2 });
  });

  it('begins behind the endpoint that had its turn last, and goes round', async () => {
    const [first, second, third] = [await addEndpoint(), await addEndpoint(), await addEndpoint()];
    for (const id of [first, second, third]) await addDeliveries(id, 4);
    const room = { free: 2, perEndpoint: 2 };
    expect(countsOf(await claim(room, first))).toEqual({ [second]: 2 });
    expect(countsOf(await claim(room, second))).toEqual({ [third]: 2 });
    expect(countsOf(await claim(room, third))).toEqual({ [first]: 2 });
  });

  it('attack 34: a sender that was frozen past its lease has no say any more', async () => {
    await addDeliveries(await addEndpoint(), 1);
    const [frozen] = await claim();
    expect(await claim()).toHaveLength(0);
    clock.ahead += minutes(3);
    const [taken] = await claim();
    expect(taken?.delivery.id).toBe(frozen?.delivery.id);
    if (!frozen || !taken) throw new Error('nothing was claimed');
    expect(await send(frozen)).toBe('lost');
    expect(await send(taken)).toBe('succeeded');
  });

  it('is due at once where it was claimed and not tried', async () => {
    await addDeliveries(await addEndpoint(), 3);
    const claimed = await claim();
    expect(await claim()).toHaveLength(0);
    await sending.giveBack(claimed.slice(1));
    const again = await claim();
    expect(idsOf(again)).toEqual(idsOf(claimed.slice(1)));
    // Two of them are another claim's now.
    await sending.giveBack(claimed);
    expect(idsOf(await claim())).toEqual(idsOf(claimed.slice(0, 1)));
  });
  const idsOf = (claimed: readonly ClaimedDelivery[]) =>
    claimed.map(({ delivery }) => delivery.id).toSorted();

  it('attack 34: of two that come back at once, the one that was frozen has no say', async () => {
    await addDeliveries(await addEndpoint(), 1);
    const [frozen] = await claim();
    clock.ahead += minutes(3);
    const [taken] = await claim();
    if (!frozen || !taken) throw new Error('nothing was claimed');
    const outcomes = await Promise.all([send(frozen), send(taken)]);
    expect(outcomes).toEqual(['lost', 'succeeded']);
  });

  const triesOf = async () => {
    const { rows } = await pool.query(
      `SELECT state, attempts, last_status, (SELECT count(*)::int FROM webhooks.attempts a
         WHERE a.delivery_id = d.id AND a.status = d.last_status) AS tries
         FROM webhooks.deliveries d`,
    );
    return rows as unknown[];
  };
  const accepted = { state: 'succeeded', attempts: 1, last_status: 202, tries: 1 };

  it('writes down what succeeded at once with few statements', async () => {
    for (let endpoint = 0; endpoint < 5; endpoint += 1) await addDeliveries(await addEndpoint(), 8);
    status = 202;
    const settled = vi.spyOn(sending, 'settleSuccesses');
    const outcomes = await Promise.all((await claim()).map(send));
    expect(outcomes).toEqual(Array.from({ length: 40 }, () => 'succeeded'));
    expect(await triesOf()).toEqual(Array.from({ length: 40 }, () => accepted));
    expect(settled.mock.calls.length).toBeLessThan(10);
  });

  it('lets nobody wait for a delivery that somebody else has', async () => {
    await addDeliveries(await addEndpoint(), 8);
    const claimed = await claim();
    const other = await pool.connect();
    await other.query('BEGIN');
    await other.query('SELECT FROM webhooks.deliveries WHERE id = $1 FOR UPDATE', [
      claimed[0]?.delivery.id,
    ]);
    status = 202;
    const sent = Promise.all(claimed.map(send));
    await expect.poll(async () => (await triesOf()).filter(isAccepted)).toHaveLength(7);
    // Nor do those that are accepted later.
    await addDeliveries(await addEndpoint(), 2);
    const later = await Promise.all((await claim()).map(send));
    expect(later).toEqual(['succeeded', 'succeeded']);
    await other.query('COMMIT');
    other.release();
    expect(new Set(await sent)).toEqual(new Set(['succeeded']));
    expect((await triesOf()).filter(isAccepted)).toHaveLength(10);
  });
  const isAccepted = (row: unknown) => (row as { state: string }).state === 'succeeded';

  it('is switched off and written down as working at once, without a deadlock', async () => {
    const all = [await addEndpoint(), await addEndpoint(), await addEndpoint()];
    for (const id of all) await addDeliveries(id, 8);
    await pool.query('UPDATE webhooks.endpoints SET failing_since = $1', [clock.now()]);
    const claimed = await claim();
    answers = claimed.map((_, index) => (index % 4 === 3 ? 410 : 202));
    const outcomes = await Promise.all(claimed.map(send));
    expect(outcomes.filter((outcome) => outcome === 'failed')).not.toHaveLength(0);
    for (const id of all) expect((await endpointOf(id)).status).toBe('disabled');
  });

  it('attack 32: what a killed sender had is due again', async () => {
    await addDeliveries(await addEndpoint(), 1);
    await claim();
    clock.ahead += minutes(3);
    expect(await claim()).toHaveLength(1);
  });

  it('gives up after ten tries, and takes up again what is recovered', async () => {
    const endpointId = await addEndpoint();
    await addDeliveries(endpointId, 1);
    status = 503;
    let tries = 0;
    for (let [next] = await claim(); next; [next] = await claim()) {
      await send(next);
      tries += 1;
      clock.ahead += days(1.2);
      // It would have been switched off by now; that is another test.
      await pool.query(`UPDATE webhooks.endpoints SET failing_since = NULL, status = 'enabled'`);
    }
    expect(tries).toBe(10);
    const window = { endpointId, since: new Date(0), until: clock.now() };
    const recovered = await database.transaction((tx) =>
      new DeliveriesRepository().restartFailed(tx, window, null, 10, clock.now()),
    );
    expect(recovered).toHaveLength(1);
    status = 200;
    const [again] = await claim();
    expect(again && (await send(again))).toBe('succeeded');
  });

  it('switches an endpoint off of which nothing was accepted for five days', async () => {
    const endpointId = await addEndpoint();
    await addDeliveries(endpointId, 1);
    status = 500;
    const tryNow = async () => {
      await pool.query('UPDATE webhooks.deliveries SET next_attempt_at = $1', [clock.now()]);
      const [next] = await claim();
      if (next) await send(next);
    };
    await tryNow();
    expect((await endpointOf(endpointId)).failing_since).not.toBeNull();
    clock.ahead += days(4.9);
    await tryNow();
    expect((await endpointOf(endpointId)).status).toBe('enabled');
    clock.ahead += days(0.2);
    await tryNow();
    expect(await endpointOf(endpointId)).toMatchObject({
      status: 'disabled',
      disabled_reason: 'failing',
    });
    const { rows } = await pool.query(
      `SELECT event -> 'data' ->> 'reason' AS reason FROM webhooks.outbox WHERE type = 'webhook.disabled'`,
    );
    expect(rows).toEqual([{ reason: 'failing' }]);
    expect(mails).toMatchObject(
      [
        ['ada@example.com', 'A webhook endpoint was switched off'],
        ['grete@example.com', 'Ein Webhook-Endpunkt wurde abgeschaltet'],
        ['zoe@example.com', 'Un point de terminaison de webhook a été désactivé'],
        ['ines@example.com', 'Se ha desactivado un endpoint de webhooks'],
      ].map(([to, subject]) => ({ to, subject, kind: 'webhook_disabled' })),
    );
    for (const { text } of mails)
      expect(text).toContain(`https://gatehouse.example/hooks/${endpointId}`);
    expect(mails[1]?.html).toContain('<html lang="de">');
    expect(mails[1]?.text).toMatch(/^Guten Tag Grete,/);
  });

  it('begins to count anew when something was accepted', async () => {
    const endpointId = await addEndpoint();
    await addDeliveries(endpointId, 2);
    const claimed = await claim();
    status = 500;
    if (claimed[0]) await send(claimed[0]);
    status = 200;
    if (claimed[1]) await send(claimed[1]);
    expect((await endpointOf(endpointId)).failing_since).toBeNull();
  });
});
