import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../server/test/harness/database.js';
import { MailSink } from '../fakes/mail-sink.js';
import { Receiver } from '../harness/receiver.js';
import { Stand } from '../harness/stand.js';

let database: TestDatabase;
let mails: MailSink;
let receiver: Receiver;
let stand: Stand;
beforeAll(async () => {
  database = await createTestDatabase();
  [mails, receiver] = await Promise.all([MailSink.start(), Receiver.start()]);
  stand = await Stand.start(database.url, {
    GATEHOUSE_WEBHOOK_ALLOWED_RANGES: '127.0.0.0/8',
    GATEHOUSE_RATE_API: '100000/min',
  });
});
afterAll(async () => {
  await stand?.stop();
  await receiver?.stop();
  await mails?.stop();
  await database?.drop();
});

const twice = (ids: readonly string[]): string[] => [
  ...new Set(ids.filter((id, index) => ids.indexOf(id) !== index)),
];

/** Of a process that is dead, so that no test waits for their end. */
async function endLeases(): Promise<void> {
  for (const table of ['platform.mails', 'webhooks.deliveries'])
    await stand.sql(`UPDATE ${table} SET leased_until = now() WHERE leased_until IS NOT NULL`);
}

it('killed while the mail server and a receiver stall: all arrives, and nothing twice but what they had', async () => {
  // The set-up took its mails from the mailbox; from now on they go to a server.
  await stand.kill();
  stand.set({ SMTP_URL: mails.url });
  await stand.launch();
  const body = { url: receiver.url, eventTypes: ['role.created'] };
  const added = await stand.api.call('POST', '/webhooks', { body, token: stand.token });
  expect(added.status).toBe(201);
  const journal = stand.journal();
  await journal.start();
  await journal.goOn(500);
  const heldRequests: string[] = [];
  mails.stall();
  receiver.answer = ({ headers }) => void heldRequests.push(String(headers['webhook-id']));
  const isStalling = () => mails.held.length > 0 && heldRequests.length > 0;
  await expect.poll(isStalling).toBe(true);
  // Whoever stalls holds up nobody.
  await journal.goOn(500);
  await stand.kill();
  const heldMails = mails.held;
  mails.goOn();
  receiver.answerWith(204);
  await endLeases();
  await stand.launch();
  await journal.goOn(500);
  await journal.stop();
  await journal.reconcile(stand.sql);
  const missing = () => journal.people.filter((email) => mails.countTo(email) === 0);
  await expect.poll(missing).toEqual([]);
  const idsOfWebhooks = () => receiver.received.map(({ headers }) => headers['webhook-id'] ?? '');
  const named = () => new Set(receiver.bodies.map(({ data }) => (data as { name: string }).name));
  await expect.poll(() => journal.roles.filter((name) => !named().has(name))).toEqual([]);
  // Both had read those, and were never heard to have taken them; five mails and eight requests are
  // under way at once at most.
  for (const id of twice(mails.messageIds)) expect(heldMails).toContain(id);
  for (const id of twice(idsOfWebhooks())) expect(heldRequests).toContain(id);
  expect(heldMails.length).toBeLessThanOrEqual(5);
  expect(heldRequests.length).toBeLessThanOrEqual(8);
  expect(named().size).toBe(new Set(idsOfWebhooks()).size);
});
