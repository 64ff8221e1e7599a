import { errors } from '@gatehouse/contracts/errors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';

let gatehouse: RunningGatehouse;
beforeAll(async () => {
  gatehouse = await startGatehouse();
});
afterAll(() => gatehouse.stop());

const send = (method: string, path: string) => fetch(gatehouse.url + path, { method });

describe('HTTP', () => {
  it('explains every error code where the type of a problem leads to', async () => {
    for (const [code, { title }] of Object.entries(errors)) {
      const answer = await send('GET', `/problems/${code}`);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain(title);
    }
    expect((await send('GET', '/problems/constructor')).status).toBe(404);
  });

  it.each([
    ['PUT', '/auth/login', 'POST'],
    ['POST', '/api/v1/users/018f4b3c-0000-7000-8000-000000000000', 'DELETE, GET, HEAD, PATCH'],
  ])('answers %s %s with the methods that the path has', async (method, path, allowed) => {
    const answer = await send(method, path);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(allowed);
    expect(await answer.json()).toMatchObject({ code: 'method_not_allowed' });
  });

  it('answers 404 for a path that is none, whatever the method', async () => {
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect((await send(method, '/api/v1/nothing')).status).toBe(404);
  });

  it('sets the security headers of pages on pages, and of an API on its answers', async () => {
    const page = await fetch(`${gatehouse.url}/`, { headers: { accept: 'text/html' } });
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    const api = await send('GET', '/api/v1/setup/status');
    expect(api.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(api.headers.get('x-content-type-options')).toBe('nosniff');
    expect(api.headers.get('cache-control')).toBe('no-store');
  });
});
