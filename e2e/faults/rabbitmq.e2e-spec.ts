import { connect, type ConsumeMessage } from 'amqplib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../server/test/harness/database.js';
import { describeWith } from '../../server/test/harness/servers/describe-with.js';
import type { RealServer } from '../../server/test/harness/servers/program.js';
import { startRabbitmq } from '../../server/test/harness/servers/rabbitmq.js';
import { Stand } from '../harness/stand.js';

describeWith('rabbitmq-server', 'RabbitMQ that is away for a while', () => {
  let database: TestDatabase;
  let rabbitmq: RealServer;
  let stand: Stand;
  let end: () => Promise<void> = () => Promise.resolve();
  beforeAll(async () => {
    rabbitmq = await startRabbitmq();
    database = await createTestDatabase();
    stand = await Stand.start(database.url, {
      RABBITMQ_URL: rabbitmq.url,
      GATEHOUSE_EVENTS_EXCHANGE: 'gatehouse.announced',
    });
  });
  afterAll(async () => {
    await end();
    await stand?.stop();
    await database?.drop();
    await rabbitmq?.remove();
  });

  /** Binds a queue as other programs do. */
  async function bindOther(): Promise<void> {
    const connection = await connect(rabbitmq.url);
    const channel = await connection.createChannel();
    await channel.assertQueue('other');
    await channel.bindQueue('other', 'gatehouse.announced', 'user.updated');
    await connection.close();
  }

  /** Requests whose events came to that queue. */
  async function announced(): Promise<() => string[]> {
    const connection = await connect(rabbitmq.url);
    const channel = await connection.createChannel();
    const ids = new Set<string>();
    const note = (message: ConsumeMessage | null) =>
      ids.add((JSON.parse(String(message?.content)) as { correlationid: string }).correlationid);
    await channel.consume('other', note, { noAck: true });
    end = () => connection.close();
    return () => [...ids];
  }

  async function deleteBinding(): Promise<void> {
    const connection = await connect(rabbitmq.url);
    const channel = await connection.createChannel();
    await channel.unbindQueue('gatehouse.events.to.audit', 'gatehouse.events', 'audit.batch');
    await connection.close();
  }

  it('loses nothing and does nothing twice while it is stopped and its binding is deleted', async () => {
    const health = async () => {
      const { status, body } = await stand.api.call('GET', '/health/ready');
      return { status, health: body.status, checks: body.checks };
    };
    await bindOther();
    const journal = stand.journal();
    await journal.start();
    await journal.goOn(1000);
    await deleteBinding();
    await journal.goOn(500);
    await rabbitmq.stop();
    await expect
      .poll(health)
      .toMatchObject({ status: 200, health: 'degraded', checks: { rabbitmq: { status: 'down' } } });
    await journal.goOn(1000);
    await rabbitmq.start();
    await expect.poll(health).toMatchObject({ status: 200, health: 'ok' });
    await journal.goOn(500);
    await journal.stop();
    await journal.reconcile(stand.sql);
    const heard = await announced();
    await expect.poll(() => journal.acknowledged.filter((id) => !heard().includes(id))).toEqual([]);
    // Nobody lost a message, and it is told so.
    const metrics = await (await fetch(`${stand.api.url}/metrics`)).text();
    expect(metrics).toMatch(/^rabbitmq_dead_letters\{.*\} 0$/m);
    // That the broker was away is no failed try of any event.
    const tried = 'SELECT event_id, attempts, error FROM publication.inbox WHERE attempts > 0';
    expect(await stand.sql(tried)).toEqual([]);
  });
});
