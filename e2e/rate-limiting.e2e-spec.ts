import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, password, statuses, type Answer } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';

let gatehouse: RunningGatehouse | undefined;

/** One a minute comes back: however slow the machine, a test sees the burst and little more. */
const start = async (limits: Readonly<Record<string, string>>): Promise<Api> => {
  gatehouse = await startGatehouse({
    GATEHOUSE_RATE_LIMITS: 'true',
    GATEHOUSE_RATE_LOGIN: '1000/min',
    GATEHOUSE_RATE_API: '1000/min',
    GATEHOUSE_RATE_2FA: '1000/min',
    GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1',
    ...limits,
  });
  return new Api(gatehouse.url);
};
const from = (address: string) => ({ 'x-forwarded-for': address });
/** One after the other, until one is too many or `most` were made. */
async function until429(call: () => Promise<Answer>, most: number): Promise<Answer[]> {
  const answers: Answer[] = [];
  while (answers.length < most && answers.at(-1)?.status !== 429) answers.push(await call());
  return answers;
}
const remainingOf = ({ headers }: Answer) =>
  Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);

function expectRefusal(answer: Answer | undefined, name: string, quota: number): void {
  expect(answer?.status).toBe(429);
  expect(answer?.body.code).toBe('too_many_requests');
  expect(Number(answer?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(answer?.headers.get('ratelimit-policy')).toBe(`"${name}";q=${quota};w=60`);
  expect(answer?.headers.get('ratelimit')).toMatch(new RegExp(`^"${name}";r=0;t=\\d+$`));
}

describe('ordinary calls', { timeout: 240_000 }, () => {
  let api: Api;
  let access: string;
  let other: string;
  beforeAll(async () => {
    api = await start({ GATEHOUSE_RATE_API: '1/min+14' });
    // Each has an address of its own, so that only the calls below count against these.
    ({ access } = await api.newPerson('one@example.com'));
    other = (await api.tokensOf('one@example.com')).access;
  });
  afterAll(() => gatehouse?.stop());

  it('are limited by address, signed in or not, and the answers count down', async () => {
    const call = () =>
      api.call('GET', '/auth/validate', { token: 'none', headers: from('198.51.100.1') });
    const answers = await until429(call, 40);
    expect(answers.length).toBeGreaterThan(15);
    expectRefusal(answers.at(-1), 'api', 15);
    const elsewhere = { token: 'none', headers: from('198.51.100.2') };
    expect((await api.call('GET', '/auth/validate', elsewhere)).status).toBe(401);
  });

  it('are limited by person, wherever they come from and in whichever session', async () => {
    let calls = 0;
    const call = () => {
      calls += 1;
      const token = calls % 2 === 0 ? access : other;
      return api.call('GET', '/auth/validate', { token, headers: from(`198.51.101.${calls}`) });
    };
    const answers = await until429(call, 60);
    expect(answers.length).toBeGreaterThan(2);
    expect(answers.length).toBeLessThan(60);
    const passed = answers.slice(0, -1);
    expect(new Set(statuses(passed))).toEqual(new Set([200]));
    expectRefusal(answers.at(-1), 'api', 15);
    for (const answer of passed)
      expect(answer.headers.get('ratelimit-policy')).toBe('"api";q=15;w=60');
    const remaining = passed.map(remainingOf);
    expect(remaining.at(-1)).toBeLessThan(remaining[0] ?? 0);
  });
});

describe('second factors', { timeout: 240_000 }, () => {
  let api: Api;
  beforeAll(async () => {
    api = await start({ GATEHOUSE_RATE_2FA: '1/min+3', GATEHOUSE_LOCKOUT_FAILURES: '1000' });
  });
  afterAll(() => gatehouse?.stop());

  it('that fail are limited by address, whichever sign-in they are for', async () => {
    const verify = () =>
      api.call('POST', '/auth/2fa/verify', {
        body: { tempToken: 'x'.repeat(43), method: 'totp', code: '000000' },
        headers: from('198.51.100.3'),
      });
    const answers = await until429(verify, 40);
    expect(new Set(statuses(answers.slice(0, -1)))).toEqual(new Set([401]));
    expectRefusal(answers.at(-1), 'two_factor', 4);
  });

  it('from another address are not (negative control)', async () => {
    const answer = await api.call('POST', '/auth/2fa/verify', {
      body: { tempToken: 'x'.repeat(43), method: 'totp', code: '000000' },
      headers: from('198.51.100.4'),
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('ratelimit-policy')).toBe('"two_factor";q=4;w=60');
  });

  it('that fail at a sign-in are limited by person, whichever address and sign-in they are of', async () => {
    const email = 'guessed@example.com';
    await api.turnOnTotp((await api.newPerson(email)).access);
    const begin = async () => {
      const address = '198.51.104.1';
      const body = { email, password };
      const begun = await api.call('POST', '/auth/login', { body, headers: from(address) });
      expect(begun.status).toBe(200);
      return String(begun.body.tempToken);
    };
    let calls = 0;
    const guess = async () => {
      calls += 1;
      return api.call('POST', '/auth/2fa/verify', {
        body: { tempToken: await begin(), method: 'totp', code: '000000' },
        headers: from(`198.51.105.${calls}`),
      });
    };
    const answers = await until429(guess, 40);
    expect(new Set(statuses(answers.slice(0, -1)))).toEqual(new Set([401]));
    expect(answers.at(-1)?.body.code).toBe('too_many_requests');
    // Of the person's limit, and not of the address's, which has hardly been used.
    expectRefusal(answers.at(-1), 'two_factor', 4);
    // Somebody else at one of these addresses may guess on.
    const others = await api.call('POST', '/auth/2fa/verify', {
      body: { tempToken: 'x'.repeat(43), method: 'totp', code: '000000' },
      headers: from('198.51.105.1'),
    });
    expect(others.status).toBe(401);
  });

  it('that fail are limited by person, wherever they come from', async () => {
    const { access: token } = await api.newPerson('guesser@example.com');
    await api.call('POST', '/auth/2fa/totp/setup', { token });
    let calls = 0;
    const guess = () => {
      calls += 1;
      const headers = from(`198.51.102.${calls}`);
      return api.call('POST', '/auth/2fa/totp/enable', {
        token,
        headers,
        body: { code: '000000' },
      });
    };
    const answers = await until429(guess, 40);
    expect(new Set(statuses(answers.slice(0, -1)))).toEqual(new Set([401]));
    expectRefusal(answers.at(-1), 'two_factor', 4);
  });
});

describe('API keys', { timeout: 240_000 }, () => {
  let api: Api;
  let token: string;
  beforeAll(async () => {
    api = await start({
      GATEHOUSE_RATE_API: '1/min+24',
      GATEHOUSE_KEY_REQUESTS_PER_MINUTE: '50',
    });
    const { access } = await api.setUp(gatehouse?.setupUrl ?? '', 'owner@example.com');
    token = (await api.turnOnTotp(access)).access;
  });
  afterAll(() => gatehouse?.stop());

  it('have the limit that was chosen for them, from the next call on, within the bound', async () => {
    const headers = from('198.51.103.9');
    const body = { name: 'Slow', scopes: ['user:read'], requestsPerMinute: 3 };
    const made = await api.call('POST', '/api-keys', { token, headers, body });
    expect(made.body.requestsPerMinute).toBe(3);
    const use = () =>
      api.call('GET', '/users', { headers: { 'x-api-key': String(made.body.secret) } });
    expectRefusal((await until429(use, 20)).at(-1), 'api', 3);
    const path = `/api-keys/${String(made.body.id)}`;
    const change = (requestsPerMinute: number | null) =>
      api.call('PATCH', path, { token, headers, body: { requestsPerMinute } });
    expect((await change(51)).body.errors).toMatchObject([{ pointer: '/body/requestsPerMinute' }]);
    const tooMuch = { ...body, requestsPerMinute: 51 };
    expect((await api.call('POST', '/api-keys', { token, headers, body: tooMuch })).status).toBe(
      422,
    );
    expect((await change(50)).body.requestsPerMinute).toBe(50);
    await expect
      .poll(async () => (await use()).headers.get('ratelimit-policy'))
      .toBe('"api";q=50;w=60');
    expect((await change(null)).body.requestsPerMinute).toBeNull();
    expect((await use()).headers.get('ratelimit-policy')).toBe('"api";q=25;w=60');
  });

  it('have a limit each, also from one host; unknown ones have that of the address', async () => {
    const newKey = async () => {
      const body = { name: 'Key', scopes: ['user:read'] };
      return String((await api.call('POST', '/api-keys', { token, body })).body.secret);
    };
    const use = (key: string) =>
      api.call('GET', '/users', { headers: { ...from('198.51.103.1'), 'x-api-key': key } });
    const [first, second] = [await newKey(), await newKey()];
    const unknown = `gh_live_${'0'.repeat(59)}`;
    const tried = await until429(() => use(unknown), 60);
    expect(new Set(statuses(tried.slice(0, -1)))).toEqual(new Set([401]));
    expectRefusal(tried.at(-1), 'api', 25);
    const used = await until429(() => use(first), 60);
    expect(new Set(statuses(used.slice(0, -1)))).toEqual(new Set([200]));
    expect(used.length).toBeGreaterThan(25);
    expectRefusal(used.at(-1), 'api', 25);
    expect((await use(second)).status).toBe(200);
  });
});
