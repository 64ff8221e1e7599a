import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../server/test/harness/database.js';
import { describeWith } from '../../server/test/harness/servers/describe-with.js';
import type { RealServer } from '../../server/test/harness/servers/program.js';
import { startRabbitmq } from '../../server/test/harness/servers/rabbitmq.js';
import { startRedis } from '../../server/test/harness/servers/redis.js';
import { Stand } from '../harness/stand.js';

type Environment = Readonly<Record<string, string>>;

/** Does something with processes on a database of their own. */
async function withStand(environment: Environment, work: (stand: Stand) => Promise<void>) {
  const database: TestDatabase = await createTestDatabase();
  const stand = await Stand.start(database.url, environment);
  try {
    await work(stand);
  } finally {
    await stand.stop();
    await database.drop();
  }
}

const killed = (environment: () => Environment) => () =>
  withStand(environment(), async (stand) => {
    const journal = stand.journal();
    await journal.start();
    for (let round = 0; round < 2; round += 1) {
      await journal.goOn(700);
      await stand.killAndStart();
    }
    await journal.goOn(700);
    await journal.stop();
    expect(journal.failed.length).toBeGreaterThan(0);
    await journal.reconcile(stand.sql);
  });

it(
  'attack 32: killed in the middle of writes, the API loses nothing and does nothing twice',
  killed(() => ({})),
  240_000,
);

/** Longer than a carrier lets a process have what it took: BullMQ's lease of 6 s, and two heartbeats of RabbitMQ. */
const pastTheLease = 8_000;

const frozen = (environment: () => Environment) => () =>
  withStand(environment(), async (stand) => {
    const [first] = stand.processes;
    await stand.launch();
    const journal = stand.journal();
    await journal.start();
    await journal.goOn(500);
    process.kill(first?.processId ?? 0, 'SIGSTOP');
    try {
      await journal.goOn(pastTheLease);
    } finally {
      process.kill(first?.processId ?? 0, 'SIGCONT');
    }
    await journal.goOn(500);
    await journal.stop();
    await journal.reconcile(stand.sql);
  });

it(
  'attack 34: a worker that froze past its lease, and goes on, does nothing a second time',
  frozen(() => ({})),
  240_000,
);

/** @param lease parameters of the server's URL that say how soon a silent process counts as gone. */
const carried =
  (variable: string, start: () => Promise<RealServer>, lease = '') =>
  () => {
    let server: RealServer;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server?.remove());

    it(
      'attack 32: killed in the middle of writes, the API loses nothing and does nothing twice',
      killed(() => ({ [variable]: server.url })),
      240_000,
    );

    it(
      'attack 34: a worker that froze past its lease, and goes on, does nothing a second time',
      frozen(() => ({ [variable]: server.url + lease })),
      240_000,
    );
  };

describeWith('redis-server', 'processes over Redis', carried('REDIS_URL', startRedis));
describeWith(
  'rabbitmq-server',
  'processes over RabbitMQ',
  carried('RABBITMQ_URL', startRabbitmq, '?heartbeat=2'),
);
