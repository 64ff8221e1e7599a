import { createClient, solveChallenge } from '@gatehouse/client';
import {
  type Challenge,
  solutionHeader,
  solutionOf,
} from '@gatehouse/contracts/security/challenge';
import { afterEach, describe, expect, it } from 'vitest';
import { type Answer, Api, password, times } from '../harness/api.js';
import { type RunningGatehouse, startGatehouse } from '../harness/gatehouse.js';

let gatehouse: RunningGatehouse | undefined;
afterEach(() => gatehouse?.stop());

const start = async (settings: Readonly<Record<string, string>> = {}): Promise<Api> => {
  gatehouse = await startGatehouse({
    GATEHOUSE_RATE_LIMITS: 'true',
    GATEHOUSE_RATE_LOGIN: '1000/min',
    GATEHOUSE_RATE_API: '1000/min',
    GATEHOUSE_LOCKOUT_FAILURES: '1000',
    GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1',
    GATEHOUSE_CHALLENGE_WORK: '500',
    ...settings,
  });
  return new Api(gatehouse.url);
};
const from = (address: string, solution?: string) => ({
  'x-forwarded-for': address,
  ...(solution === undefined ? {} : { [solutionHeader]: solution }),
});
const signIn = (api: Api, email: string, headers: Record<string, string>, secret = password) =>
  api.call('POST', '/auth/login', { body: { email, password: secret }, headers });
const isChallenged = ({ body }: Answer) => body.code === 'challenge_required';
const solutionIn = async ({ status, body }: Answer): Promise<string> => {
  expect(status).toBe(403);
  const challenge = body.challenge as Challenge;
  return solutionOf(challenge, await solveChallenge(challenge));
};

describe('work is asked for where much was tried', () => {
  it('on an account, from wherever: a solution is good for one call, from its address, to its route', async () => {
    const api = await start();
    await api.register('ada@example.com');
    for (let index = 1; index <= 3; index += 1) {
      const failed = await signIn(api, 'ada@example.com', from(`198.51.100.${index}`), 'wrong');
      expect(failed.status).toBe(401);
    }
    const here = '203.0.113.1';
    const ask = () => signIn(api, 'ADA@example.com', from(here));
    expect(isChallenged(await signIn(api, 'bob@example.com', from(here)))).toBe(false);
    const solution = await solutionIn(await ask());
    // Wrong address, wrong route, a number that is not right.
    const elsewhere = await signIn(api, 'ada@example.com', from('203.0.113.2', solution));
    expect(isChallenged(elsewhere)).toBe(true);
    const forgotten = await api.call('POST', '/auth/password/forgot', {
      body: { email: 'ada@example.com' },
      headers: from(here, solution),
    });
    expect(isChallenged(forgotten)).toBe(true);
    const wrong = solution.replace(/\.\d+\./, '.9999.');
    expect(isChallenged(await signIn(api, 'ada@example.com', from(here, wrong)))).toBe(true);
    // Attack 1: of many calls with one solution, one is heard.
    const answers = await times(10, () => signIn(api, 'ada@example.com', from(here, solution)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(isChallenged)).toHaveLength(9);
  });

  it('from an address, whoever it is about; registrations and forgotten passwords count too', async () => {
    const api = await start({ GATEHOUSE_CHALLENGE_ADDRESS: '1/min+3' });
    const here = from('203.0.113.7');
    for (const email of ['a@example.com', 'b@example.com'])
      expect((await signIn(api, email, here, 'wrong')).status).toBe(401);
    const forgot = (email: string, headers: Record<string, string>) =>
      api.call('POST', '/auth/password/forgot', { body: { email }, headers });
    const register = (email: string, headers: Record<string, string>) =>
      api.call('POST', '/auth/register', {
        body: { email, password, firstName: 'A', lastName: 'B' },
        headers,
      });
    expect((await forgot('c@example.com', here)).status).toBe(202);
    expect((await register('d@example.com', here)).status).toBe(202);
    const refused = await register('e@example.com', here);
    const solved = from('203.0.113.7', await solutionIn(refused));
    expect(isChallenged(await forgot('e@example.com', solved))).toBe(true);
    expect((await register('e@example.com', solved)).status).toBe(202);
    expect((await register('f@example.com', from('203.0.113.8'))).status).toBe(202);
  });

  it('is done by the typed client', async () => {
    const api = await start({ GATEHOUSE_CHALLENGE: 'always' });
    const client = createClient({ baseUrl: gatehouse?.url ?? '' });
    const person = { email: 'ada@example.com', password, firstName: 'Ada', lastName: 'B' };
    await client.registration.register({ body: person });
    const token = await api.linkFor('ada@example.com');
    await client.registration.verifyEmail({ body: { token } });
    const { email } = person;
    expect(await client.signIn.login({ body: { email, password } })).toHaveProperty('accessToken');
    expect(isChallenged(await api.signIn(email))).toBe(true);
  });

  it('is not asked for where it is switched off (negative control)', async () => {
    const api = await start({ GATEHOUSE_CHALLENGE: 'off' });
    for (let index = 0; index < 15; index += 1)
      expect((await signIn(api, 'ada@example.com', from('203.0.113.1'), 'wrong')).status).toBe(401);
  });
});
