import { afterEach, describe, expect, it } from 'vitest';
import { Api, statuses, times } from '../harness/api.js';
import { fullHashes, type RunningGatehouse, startGatehouse } from '../harness/gatehouse.js';

let gatehouse: RunningGatehouse | undefined;
afterEach(async () => {
  await gatehouse?.stop();
  gatehouse = undefined;
});

async function start(environment: Record<string, string> = {}): Promise<Api> {
  gatehouse = await startGatehouse({ ...fullHashes, ...environment });
  return new Api(gatehouse.url);
}

const limited = { GATEHOUSE_RATE_LIMITS: 'true', GATEHOUSE_RATE_LOGIN: '3/min' };
/** Attempts that each say to come from another address. */
const disguised = (api: Api) =>
  times(10, (index) =>
    api.call('POST', '/auth/login', {
      body: { email: `someone${index}@example.com`, password: 'whatever it is' },
      headers: { 'x-forwarded-for': `198.51.100.${index}`, 'x-real-ip': `198.51.100.${index}` },
    }),
  );
const refused = (answers: Awaited<ReturnType<typeof disguised>>) =>
  statuses(answers).filter((status) => status === 429).length;

describe('attack 26: X-Forwarded-For from an untrusted peer', () => {
  it('is ignored: the attempts count together', async () => {
    const answers = await disguised(await start(limited));
    expect(refused(answers)).toBe(7);
    const late = answers.find(({ status }) => status === 429);
    expect(late?.body.code).toBe('too_many_requests');
    expect(Number(late?.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('is believed of a trusted proxy (negative control)', async () => {
    const api = await start({ ...limited, GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1' });
    expect(refused(await disguised(api))).toBe(0);
  });

  it('limits nobody where the limits are off (negative control)', async () => {
    expect(refused(await disguised(await start({ GATEHOUSE_RATE_LOGIN: '3/min' })))).toBe(0);
  });

  it('never names the address of a session', async () => {
    const api = await start();
    await api.register('address@example.com');
    const spoofed = await api.call('POST', '/auth/login', {
      body: { email: 'address@example.com', password: 'a long enough passphrase 7' },
      headers: { 'x-forwarded-for': '198.51.100.7' },
    });
    const token = String(spoofed.body.accessToken);
    const { body } = await api.call('GET', '/auth/sessions', { token });
    expect(JSON.stringify(body)).not.toContain('198.51.100.7');
  });
});

describe('attack 31: a flood of sign-ins', () => {
  it('is shed with 503 and Retry-After, while other routes answer', async () => {
    const api = await start();
    const flood = { over: false };
    const lives: number[] = [];
    const watch = (async () => {
      while (!flood.over) lives.push((await api.call('GET', '/health/live')).status);
    })();
    const answers = await times(1_200, (index) => api.signIn(`flood${index}@example.com`));
    flood.over = true;
    await watch;
    expect(new Set(statuses(answers))).toEqual(new Set([401, 503]));
    const shed = answers.filter(({ status }) => status === 503);
    expect(shed.length).toBeGreaterThan(0);
    expect(shed.every(({ headers }) => Number(headers.get('retry-after')) > 0)).toBe(true);
    expect(new Set(lives)).toEqual(new Set([200]));
    expect((await api.signIn('after@example.com')).status).toBe(401);
  });
});
