import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../harness/api.js';
import { type RunningGatehouse, startGatehouse } from '../harness/gatehouse.js';

let gatehouse: RunningGatehouse;
let api: Api;
beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
});
afterAll(() => gatehouse.stop());

const send = (body: string) =>
  fetch(`${gatehouse.url}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });

describe('tokens and requests', () => {
  it('attack 20: a session that was ended is out at its next request', async () => {
    await api.register('revoked@example.com');
    const first = await api.tokensOf('revoked@example.com');
    const second = await api.tokensOf('revoked@example.com');
    expect((await api.call('POST', '/auth/logout', { token: first.access })).status).toBe(204);
    expect((await api.call('GET', '/auth/validate', { token: first.access })).status).toBe(401);
    expect((await api.call('GET', '/auth/validate', { token: second.access })).status).toBe(200);
  });

  it('attack 27: no spelling of a path walks past the guard', async () => {
    for (const path of [
      '/users',
      '//users',
      '/%75sers',
      '/users/',
      '/api/v1/%2e/users',
      '/api/v1/../v1/users',
    ]) {
      const { status } = await api.call('GET', path);
      expect([401, 404, 400]).toContain(status);
    }
    expect((await fetch(`${gatehouse.url}/api/v1/users`, { method: 'HEAD' })).status).toBe(401);
  });

  it('attack 30: ambiguous, deep and oversized bodies get a clear 4xx', async () => {
    const bodies = [
      '{"email":"a","email":"b"}',
      '{"__proto__":{}}',
      '['.repeat(200),
      '{',
      `["${'x'.repeat(70_000)}"]`,
    ];
    for (const body of bodies) {
      const response = await send(body);
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
    }
  });
});
