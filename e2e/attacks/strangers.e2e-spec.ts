import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, statuses, times, type Tokens } from '../harness/api.js';
import { type RunningGatehouse, startGatehouse } from '../harness/gatehouse.js';

let gatehouse: RunningGatehouse;
let api: Api;

beforeAll(async () => {
  gatehouse = await startGatehouse({
    GATEHOUSE_STRANGER_MAILS_PER_DAY: '3',
    GATEHOUSE_TAKEN_ANSWERS_PER_DAY: '2',
  });
  api = new Api(gatehouse.url);
  for (let index = 0; index < 4; index += 1) await api.apply(`known${index}@example.com`);
  await times(4, async (index) => {
    const token = await api.linkFor(`known${index}@example.com`);
    await api.call('POST', '/auth/verify-email', { body: { token } });
  });
});
afterAll(() => gatehouse?.stop());

/** Founds an organization, and acts in it. */
async function found({ access: token }: Pick<Tokens, 'access'>): Promise<string> {
  const { body } = await api.call('POST', '/organizations', { token, body: { name: 'Any' } });
  const path = `/organizations/${String(body.id)}/switch`;
  return String((await api.call('POST', path, { token, body: {} })).body.accessToken);
}
const founder = async (email: string) => {
  const tokens = await api.turnOnTotp((await api.newPerson(email)).access);
  return { ...tokens, token: await found(tokens) };
};
const add = (token: string, email: string) => {
  const body = { email, firstName: 'A', lastName: 'B', role: 'EMPLOYEE' };
  return api.call('POST', '/users', { token, body });
};
const invite = (token: string, email: string) =>
  api.call('POST', '/invitations', { token, body: { email, role: 'EMPLOYEE' } });

/** The report of an import, once it has ended. */
async function importPeople(token: string, emails: readonly string[], query: string) {
  const response = await fetch(`${gatehouse.url}/api/v1/users/import?${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
    body: ['email,firstName,lastName', ...emails.map((email) => `${email},A,B`)].join('\n'),
  });
  const path = `/users/imports/${((await response.json()) as { id: string }).id}`;
  await expect
    .poll(async () => (await api.call('GET', path, { token })).body.state)
    .toBe('finished');
  const { body } = await api.call('GET', `${path}/lines`, { token });
  return (body.data as { outcome: string; message: string | null }[]).map(
    ({ outcome, message }) => message ?? outcome,
  );
}

describe('attack: an organization, which anybody can found, floods strangers with mails', () => {
  it('by invitations and new people: so many a day and no more, in whichever organization', async () => {
    const mallory = await founder('flood@example.com');
    const answers = [
      await invite(mallory.token, 'one@example.com'),
      await add(mallory.token, 'two@example.com'),
      ...(await times(5, (index) => invite(mallory.token, `many${index}@example.com`))),
    ];
    expect(statuses(answers).filter((status) => status === 201)).toHaveLength(3);
    expect(statuses(answers).filter((status) => status === 429)).toHaveLength(4);
    const refused = await add(mallory.token, 'three@example.com');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await api.mailsFor('three@example.com')).toEqual([]);
  });

  it('by an import: what is too much is a line of the report', async () => {
    const { token } = await founder('import@example.com');
    const emails = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@import.test`);
    const lines = await importPeople(token, emails, 'invite=true');
    expect(lines.slice(0, 3)).toEqual(['created', 'created', 'created']);
    const late = expect.stringContaining('too many were invited today');
    expect(lines.slice(3)).toEqual([late, late]);
    expect(await api.mailsFor('c@import.test')).toHaveLength(1);
    expect(await api.mailsFor('d@import.test')).toEqual([]);
  });
});

describe('attack 8: an organization finds out who is here', () => {
  it('by adding people: after some that are known, every address gets the same answer', async () => {
    const { token } = await founder('curious@example.com');
    const codeOf = async (email: string) => (await add(token, email)).body.code;
    expect(await codeOf('known0@example.com')).toBe('email_taken');
    await add(token, 'own@example.com');
    // A member of one's own is no news.
    expect(await codeOf('own@example.com')).toBe('email_taken');
    expect(await codeOf('known1@example.com')).toBe('email_taken');
    expect(await codeOf('known2@example.com')).toBe('too_many_requests');
    expect(await codeOf('nobody@example.com')).toBe('too_many_requests');
  });

  it('by a dry run, and in another organization that they found', async () => {
    const mallory = await founder('bulk@example.com');
    const known = ['known0', 'known1', 'known2'].map((name) => `${name}@example.com`);
    const emails = ['free@import.test', ...known, 'other@import.test'];
    const lines = await importPeople(mallory.token, emails, 'dryRun=true');
    const late = expect.stringContaining('is not looked up');
    const taken = 'email: is already in use';
    expect(lines).toEqual(['would_create', taken, taken, late, late]);
    const second = await found({ access: mallory.token });
    expect((await add(second, 'known3@example.com')).body.code).toBe('too_many_requests');
    // Others may still ask (control).
    const other = await founder('other@example.com');
    expect((await add(other.token, 'known3@example.com')).body.code).toBe('email_taken');
  });
});
