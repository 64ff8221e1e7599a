import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../server/test/harness/database.js';
import { mmdbOf } from '../server/test/harness/mmdb.js';
import { describeWith } from '../server/test/harness/servers/describe-with.js';
import type { RealServer } from '../server/test/harness/servers/program.js';
import { startRabbitmq } from '../server/test/harness/servers/rabbitmq.js';
import { startRedis } from '../server/test/harness/servers/redis.js';
import { FakeTwilio } from './fakes/twilio.js';
import { runCommand } from './harness/commands.js';

interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly message: string;
}

let data: string;
let database: TestDatabase;
const twilio = new FakeTwilio();
beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'gatehouse-doctor-'));
  database = await createTestDatabase();
  await twilio.start();
});
afterAll(async () => {
  await twilio.stop();
  await database?.drop();
  await rm(data, { recursive: true, force: true });
});

/** What `gatehouse doctor --json` finds of one thing, and its exit code. */
async function found(check: string, environment: Record<string, string>) {
  const { code, out } = await runCommand(['doctor', '--json'], {
    GATEHOUSE_DATA_DIR: data,
    DATABASE_URL: database.url,
    ...environment,
  });
  const { findings } = JSON.parse(out) as { findings: Finding[] };
  const { ok, message } = findings.find((finding) => finding.check === check) ?? {};
  return { code, ok, message };
}

it('asks Twilio for the account without sending anything', async () => {
  const known = await found('sms', twilio.environment);
  expect(known).toMatchObject({
    code: 0,
    ok: true,
    message: expect.stringMatching(/knows the account$/),
  });
  expect(twilio.messages).toEqual([]);
  const wrong = { ...twilio.environment, TWILIO_AUTH_TOKEN: 'CANARY-token' };
  expect(await found('sms', wrong)).toMatchObject({
    code: 1,
    ok: false,
    message: expect.stringMatching(/refuses the account or its token$/),
  });
  const closed = { ...twilio.environment, TWILIO_BASE_URL: 'http://127.0.0.1:1' };
  expect(await found('sms', closed)).toMatchObject({ code: 1, ok: false });
});

it('reads the file of places', async () => {
  const file = path.join(data, 'city.mmdb');
  await writeFile(
    file,
    mmdbOf([{ network: [192, 0, 2, 0], bits: 24, country: ['DE', 'Germany'] }]),
  );
  expect(await found('places', { GATEHOUSE_GEOIP_FILE: file })).toEqual({
    code: 0,
    ok: true,
    message: `${file}: Test-City of 2023-11-14`,
  });
  await writeFile(file, 'half a file');
  expect(await found('places', { GATEHOUSE_GEOIP_FILE: file })).toMatchObject({
    code: 1,
    ok: false,
  });
});

describeWith('redis-server', 'a doctor of Redis', () => {
  let redis: RealServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.remove());

  it('tells its version, that it would forget jobs, and that it is away', async () => {
    const { host } = new URL(redis.url);
    const well = await found('redis', { REDIS_URL: redis.url });
    expect(well).toMatchObject({ code: 0, ok: true });
    expect(well.message).toMatch(new RegExp(`^Redis \\d+\\.\\d+.* at ${host}$`));
    const admin = new Redis(redis.url);
    await admin.config('SET', 'maxmemory', '100mb');
    await admin.config('SET', 'maxmemory-policy', 'allkeys-lru');
    admin.disconnect();
    const forgetful = await found('redis', { REDIS_URL: redis.url });
    expect(forgetful).toMatchObject({ code: 1, ok: false });
    expect(forgetful.message).toContain('maxmemory-policy');
    await redis.stop();
    const away = await found('redis', { REDIS_URL: redis.url.replace('//', '//:CANARY@') });
    expect(away).toMatchObject({ code: 1, ok: false });
    expect(away.message).toContain('ECONNREFUSED');
    expect(away.message).not.toContain('CANARY');
  });
});

describeWith('rabbitmq-server', 'a doctor of RabbitMQ', () => {
  let rabbitmq: RealServer;
  beforeAll(async () => {
    rabbitmq = await startRabbitmq();
  });
  afterAll(() => rabbitmq?.remove());

  it('asks every node, and names the one that is away or knows another password', async () => {
    const { host } = new URL(rabbitmq.url);
    const well = await found('rabbitmq', { RABBITMQ_URL: rabbitmq.url });
    expect(well).toMatchObject({ code: 0, ok: true });
    expect(well.message).toMatch(new RegExp(`^RabbitMQ \\d+\\.\\d+.* at ${host}$`));
    const half = await found('rabbitmq', { RABBITMQ_URL: `${rabbitmq.url},amqp://127.0.0.1:1` });
    expect(half).toMatchObject({ code: 1, ok: false });
    expect(half.message).toMatch(/^127\.0\.0\.1:1: .*ECONNREFUSED/);
    const foreign = rabbitmq.url.replace('guest:guest', 'guest:CANARY');
    const refused = await found('rabbitmq', { RABBITMQ_URL: foreign });
    expect(refused).toMatchObject({ code: 1, ok: false });
    expect(refused.message).toContain('ACCESS_REFUSED');
    expect(refused.message).not.toContain('CANARY');
  });
});
