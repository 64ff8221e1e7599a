import { afterAll, beforeAll, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../server/test/harness/database.js';
import { describeWith } from '../../server/test/harness/servers/describe-with.js';
import type { RealServer } from '../../server/test/harness/servers/program.js';
import { startRabbitmq } from '../../server/test/harness/servers/rabbitmq.js';
import { startRedis } from '../../server/test/harness/servers/redis.js';
import { Receiver } from '../harness/receiver.js';
import { doMainJob, expectEffects, subscribe, survive } from './main-job.js';
import { SplitHouse } from './split-house.js';

const over = (variable: string, start: () => Promise<RealServer>) => () => {
  let server: RealServer;
  let database: TestDatabase;
  let house: SplitHouse;
  let receiver: Receiver;
  beforeAll(async () => {
    server = await start();
    database = await createTestDatabase();
    receiver = await Receiver.start();
    house = await SplitHouse.start(database.url, { [variable]: server.url });
    await subscribe(house, receiver);
  });
  afterAll(async () => {
    await house?.stop();
    await receiver?.stop();
    await database?.drop();
    await server?.remove();
  });

  it('do the main job together, each its part of it', async () => {
    await expectEffects(await doMainJob(house, receiver, 'grace@example.com'));
  });

  it(
    'attack 32: lose nothing and do nothing twice when those in the background are killed',
    () => survive(house),
    120_000,
  );
};

describeWith('redis-server', 'apps over Redis', over('REDIS_URL', startRedis));
describeWith('rabbitmq-server', 'apps over RabbitMQ', over('RABBITMQ_URL', startRabbitmq));
