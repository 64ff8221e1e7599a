import { Agent, request } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { times } from './harness/api.js';
import { launchGatehouse } from './harness/launch.js';

let data: string;

beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'gatehouse-e2e-'));
});
afterAll(() => rm(data, { recursive: true, force: true }));

const start = (environment: Readonly<Record<string, string>> = {}) =>
  launchGatehouse({ data, ready: /Console +http:\/\/\S+/, environment });

/**
 * The status of a sign-in, or what ended its connection.
 *
 * Asks for leave to send the body (RFC 9110, section 10.1.1): the server that gives it has read the
 * head of the request, so that it is under way from then on.
 */
function signIn(url: string, agent: Agent, underWay: () => void): Promise<number | string> {
  const body = JSON.stringify({ email: 'nobody@example.com', password: 'a wrong passphrase 7' });
  return new Promise((resolve) => {
    const call = request(`${url}/api/v1/auth/login`, {
      method: 'POST',
      agent,
      headers: {
        'content-type': 'application/json',
        'content-length': body.length,
        expect: '100-continue',
      },
    });
    call.on('continue', () => call.end(body, underWay));
    call.on('response', (answer) =>
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0)),
    );
    call.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    call.flushHeaders();
  });
}

it('answers every request that is under way when it is told to stop', async () => {
  const gatehouse = await start({ GATEHOUSE_RATE_LIMITS: 'false' });
  const agent = new Agent({ keepAlive: true });
  const underWay: Promise<void>[] = [];
  const outcomes = times(60, () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    underWay.push(promise);
    return signIn(gatehouse.url, agent, resolve);
  });
  // A hash takes so long that most are still waited for when all have arrived.
  await Promise.all(underWay);
  await gatehouse.stop();
  const answered = await outcomes;
  agent.destroy();
  expect(answered.filter((outcome) => typeof outcome === 'string')).toEqual([]);
  expect(answered.filter((status) => ![401, 429, 503].includes(Number(status)))).toEqual([]);
});

it('starts again on what a stop left, at once and whole', async () => {
  const gatehouse = await start();
  expect((await fetch(`${gatehouse.url}/health/ready`)).status).toBe(200);
  await gatehouse.stop();
});

it('G22: ends, and says why, when the settings name an owner with a weak password', async () => {
  const weak = { GATEHOUSE_ADMIN_EMAIL: 'boss@example.com', GATEHOUSE_ADMIN_PASSWORD: 'short' };
  await expect(start(weak)).rejects.toThrow(/could not start[\s\S]*GATEHOUSE_ADMIN_PASSWORD/);
});
