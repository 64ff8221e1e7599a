import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type PlatformApp, startPlatformApp } from '../../../test/harness/platform-app.js';

const token = 'CANARY-metrics-token-91f2';

describe('telemetry over HTTP', () => {
  let server: PlatformApp;
  const start = async (settings: Record<string, string> = {}) => {
    server = await startPlatformApp([], settings);
  };
  afterEach(() => server.stop());

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(server.url + path, { headers });

  it('shows metrics to loopback, and to nobody that a proxy passes on', async () => {
    await start();
    const answer = await get('/metrics');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/plain');
    expect(await answer.text()).toContain('process_resident_memory_bytes');
    expect((await get('/metrics', { 'x-forwarded-for': '203.0.113.9' })).status).toBe(404);
    expect((await get('/metrics', { forwarded: 'for=203.0.113.9' })).status).toBe(404);
  });

  it('shows metrics to a foreign client only with the token', async () => {
    await start({ METRICS_TOKEN: token, GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1' });
    const foreign = { 'x-forwarded-for': '203.0.113.9' };
    expect((await get('/metrics', foreign)).status).toBe(401);
    expect((await get('/metrics', { ...foreign, authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await get('/metrics', { ...foreign, authorization: `Bearer ${token}` })).status).toBe(
      200,
    );
  });

  it('counts and logs requests with a malformed URL, and shows of it what is safe', async () => {
    await start();
    const { port } = new URL(server.url);
    const secret = `CANARY${'a1-_'.repeat(8)}`;
    for (const path of [`/reset/${secret}/%zz?token=CANARY-query`, '/%', `/\u00e9%c0"/x`])
      await new Promise<void>((resolve, reject) => {
        const sent = request({ port, path: encodeURI(path).replaceAll('%25', '%') }, (answer) => {
          expect(answer.statusCode).toBe(400);
          let body = '';
          answer.on('data', (chunk: Buffer) => (body += chunk.toString()));
          answer.on('end', () => {
            expect(JSON.parse(body)).toMatchObject({ code: 'bad_request', status: 400 });
            expect(body).not.toContain('CANARY');
            resolve();
          });
        });
        sent.on('error', reject).end();
      });
    const text = await (await get('/metrics')).text();
    expect(text).toMatch(/http_requests_total\{method="GET",route="unmatched",status="400".* 3\n/);
    expect(text).toMatch(/http_errors_total\{endpoint="unmatched",code="bad_request".* 3\n/);
    await server.telemetry.outputs.close();
    const lines = readFileSync(join(server.logFolder, 'access.log'), 'utf8').trim().split('\n');
    const refused = lines.map((line) => JSON.parse(line)).filter(({ status }) => status === 400);
    expect(refused.map(({ path }) => path)).toEqual([
      '/reset/[redacted]/%zz',
      '/%',
      '/%C3%A9%c0%22/x',
    ]);
    expect(refused[0]).toMatchObject({ method: 'GET', clientAddress: '127.0.0.1' });
  });

  it('counts and logs what is not even HTTP, without a word of it', async () => {
    await start();
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write('GET /reset?token=CANARY broken HTTP/1.1\r\nHost: a\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1.1 400 /);
    socket.destroy();
    const text = await (await get('/metrics')).text();
    expect(text).toMatch(
      /http_requests_total\{method="other",route="unmatched",status="400".* 1\n/,
    );
    await server.telemetry.outputs.close();
    const log = readFileSync(join(server.logFolder, 'access.log'), 'utf8');
    expect(log).toContain('"method":"-","path":"-","status":400,"clientAddress":"127.0.0.1"');
    expect(log).not.toContain('CANARY');
  });

  it('has the trace of a request in its problem and in the logs, or a new one for it', async () => {
    await start();
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const traceparent = `00-${trace}-00f067aa0ba902b7-01`;
    const traceOf = async (path: string, headers: Record<string, string> = {}) => {
      const { traceId } = (await (await get(path, headers)).json()) as { traceId: string };
      return traceId;
    };
    const told = [
      await traceOf('/no/such', { traceparent }),
      await traceOf('/%zz', { traceparent }),
      await traceOf('/no/such'),
      await traceOf('/no/such', { traceparent: `${traceparent}","forged":"` }),
    ];
    expect(told.slice(0, 2)).toEqual([trace, trace]);
    for (const id of told.slice(2)) expect(id).toMatch(/^(?!4bf92f)[0-9a-f]{32}$/);
    await server.telemetry.outputs.close();
    const lines = readFileSync(join(server.logFolder, 'access.log'), 'utf8').trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { traceId: string }).traceId)).toEqual(told);
  });

  it('counts and logs each request once, without its query and without new labels', async () => {
    await start();
    for (let count = 0; count < 50; count++)
      await get(`/no/such/${count}?token=CANARY-query`, { cookie: 'x=CANARY-cookie' });
    const text = await (await get('/metrics')).text();
    expect(text).toContain(
      'http_requests_total{method="GET",route="unmatched",status="404",service="gatehouse"} 50',
    );
    expect(text).toContain(
      'http_errors_total{endpoint="unmatched",code="not_found",service="gatehouse"} 50',
    );
    expect(text).not.toContain('/no/such');
    await server.telemetry.outputs.close();
    const lines = readFileSync(join(server.logFolder, 'access.log'), 'utf8').trim().split('\n');
    expect(lines.filter((line) => line.includes('/no/such'))).toHaveLength(50);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      path: '/no/such/0',
      status: 404,
      method: 'GET',
    });
    for (const name of ['access', 'combined', 'error'])
      expect(readFileSync(join(server.logFolder, `${name}.log`), 'utf8')).not.toContain('CANARY');
  });
});
