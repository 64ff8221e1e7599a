import { afterAll, beforeAll, expect, it } from 'vitest';
import { QuietLogger } from '../../../../test/harness/events.js';
import { describeWith } from '../../../../test/harness/servers/describe-with.js';
import type { RealServer } from '../../../../test/harness/servers/program.js';
import { startRedis } from '../../../../test/harness/servers/redis.js';
import { eventually } from '../../../../test/harness/waiting/eventually.js';
import type { Transaction } from '../../../platform/database/database.js';
import { loadConfig } from '../../../platform/config/config.js';
import { RedisConnections } from '../../../platform/redis/redis-connections.js';
import type { Message } from '../realtime-types.js';
import type { PostgresFanOut } from './postgres-fan-out.js';
import { RedisFanOut } from './redis-fan-out.js';

describeWith('redis-server', 'live events over Redis', () => {
  let server: RealServer;
  let connections: RedisConnections;
  let fanOut: RedisFanOut;
  /** What went over PostgreSQL, and what was heard. */
  const [notified, heard]: [Message[], Message[]] = [[], []];

  beforeAll(async () => {
    server = await startRedis();
    const config = loadConfig({ NODE_ENV: 'test', REDIS_URL: server.url });
    const logger = new QuietLogger();
    connections = new RedisConnections(config, logger);
    const postgres = {
      start: () => Promise.resolve(),
      publish: (_tx: Transaction, messages: readonly Message[]) => {
        notified.push(...messages);
        return Promise.resolve();
      },
    } as unknown as PostgresFanOut;
    fanOut = new RedisFanOut(postgres, connections, logger);
    await fanOut.start(
      (message) => heard.push(message),
      () => undefined,
    );
  });
  afterAll(async () => {
    connections?.onApplicationShutdown();
    await server?.remove();
  });

  /** Tells something new. @returns by which of the two ways it was told and heard. */
  async function tell(): Promise<{ notified: boolean; heard: boolean }> {
    const id = crypto.randomUUID();
    const message = { room: 'monitoring', event: 'monitoring:alert-changed', data: { id } };
    // What a room, an event and its data are is another's business.
    await fanOut.publish({} as Transaction, [message as unknown as Message]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const isIt = ({ data }: Message) => (data as { id?: string }).id === id;
    return { notified: notified.some(isIt), heard: heard.some(isIt) };
  }

  it('go over Redis alone while it is there, over PostgreSQL while it is away, and both ways after', async () => {
    await eventually(async () => expect(await tell()).toEqual({ notified: false, heard: true }));
    await server.kill();
    await eventually(async () => expect(await tell()).toEqual({ notified: true, heard: false }));
    await server.start();
    // Others may not hear Redis yet when this one does.
    await eventually(async () => expect(await tell()).toEqual({ notified: true, heard: true }));
  });
});
