import type { lookup } from 'node:dns';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SystemClock } from '../../../kernel/clock.js';
import { loadConfig } from '../../../platform/config/config.js';
import { AddressGuard } from './address-guard.js';
import { WebhookClient } from './webhook-client.js';

/** Stands for the public internet. */
const outside = '127.0.0.2';
/** Stands for the network that Gatehouse runs in. */
const inside = '127.0.0.1';

let server: Server;
let port: number;
/** The addresses of ours that requests came to. */
let reached: (string | undefined)[];
let client: WebhookClient;
/** What the name server answers, in turn; the last answer again and again. */
let answers: string[];

const resolve = ((_name: string, _options: object, callback: (...found: unknown[]) => void) => {
  const [address] = answers.length > 1 ? answers.splice(0, 1) : answers;
  callback(null, [{ address, family: 4 }]);
}) as unknown as typeof lookup;

beforeEach(async () => {
  reached = [];
  server = createServer((request, response) => {
    reached.push(request.socket.localAddress);
    // The next request makes a connection of its own.
    response.writeHead(204, { connection: 'close' }).end();
  }).listen(0, '0.0.0.0');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
  const config = loadConfig({ GATEHOUSE_WEBHOOK_ALLOWED_RANGES: `${outside}/32` });
  client = new WebhookClient(new AddressGuard(config, resolve), new SystemClock());
});
afterEach(() => {
  client.onModuleDestroy();
  server.close();
});

const post = () => client.post(`http://receiver.example:${port}/hook`, {}, '{}');

describe('WebhookClient (attack 36)', () => {
  it('refuses a name that has changed its mind since the last request (DNS rebinding)', async () => {
    answers = [outside, inside];
    expect(await post()).toMatchObject({ status: 204 });
    await expect(post()).rejects.toThrow('public internet');
    expect(reached).toEqual([outside]);
  });

  it('asks once for each connection, and connects to what it was told then', async () => {
    answers = [outside, inside, outside];
    await post();
    await expect(post()).rejects.toThrow('public internet');
    expect(await post()).toMatchObject({ status: 204 });
    expect(reached).toEqual([outside, outside]);
  });
});
