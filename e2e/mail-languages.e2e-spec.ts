import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api, password } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';

let gatehouse: RunningGatehouse;
let api: Api;
let owner: string;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'owner@example.com');
  owner = (await api.turnOnTotp(access)).access;
});
afterAll(() => gatehouse?.stop());

const subjectsFor = async (email: string) =>
  (await api.mailsFor(email)).map(({ subject }) => subject);
const asking = (language?: string) =>
  language === undefined ? {} : { headers: { 'accept-language': language } };
/** Has a link mailed to somebody, at most one a minute to each. @returns what the mail is called. */
const resetOf = async (email: string, language?: string) => {
  const before = (await subjectsFor(email)).length;
  await api.call('POST', '/auth/password/forgot', { body: { email }, ...asking(language) });
  await expect.poll(async () => (await subjectsFor(email)).length).toBe(before + 1);
  return (await subjectsFor(email))[0];
};
const setOrganization = (locale: string | null) =>
  api.call('PATCH', '/organizations/current', { token: owner, body: { locale } });
const invite = (email: string, language?: string) =>
  api.call('POST', '/invitations', {
    token: owner,
    body: { email, role: 'EMPLOYEE' },
    ...asking(language),
  });

const inEnglish = 'Choose a new password';
const inGerman = 'Wählen Sie ein neues Passwort';
const inFrench = 'Choisissez un nouveau mot de passe';

it('a mail is in the language that its reader chose, whatever the request asks for', async () => {
  const email = 'chosen@example.com';
  const { access } = await api.newPerson(email);
  const path = '/notification-preferences';
  const { body } = await api.call('GET', path, { token: access });
  const chosen = { ...body, locale: 'de-AT' };
  expect((await api.call('PUT', path, { token: access, body: chosen })).status).toBe(200);
  const known = 'SELECT locale FROM identity.users WHERE email = $1';
  await expect
    .poll(async () => (await query(gatehouse.databaseUrl, known, [email]))[0]?.locale)
    .toBe('de-AT');
  expect(await resetOf(email, 'es')).toBe(inGerman);
  await api.call('POST', '/auth/login', {
    body: { email, password },
    headers: { 'user-agent': 'a program that nobody knew/1' },
  });
  await expect.poll(() => subjectsFor(email)).toContain('Neue Anmeldung bei Ihrem Konto');
});

it("where they chose none it is in their organization's, else in what the request asks for, else in English", async () => {
  const people = ['one', 'two', 'three', 'four'].map((name) => `${name}@example.com`);
  for (const email of people.slice(0, 2)) await api.add(owner, email, 'EMPLOYEE');
  for (const email of people.slice(2)) await api.register(email);
  expect((await setOrganization('fr')).body.locale).toBe('fr');
  const [one = '', two = '', three = '', four = ''] = people;
  await query(gatehouse.databaseUrl, 'DELETE FROM identity.one_time_tokens', []);
  expect(await resetOf(one, 'de')).toBe(inFrench);
  expect((await setOrganization(null)).body.locale).toBeNull();
  expect(await resetOf(two, 'de')).toBe(inGerman);
  expect(await resetOf(three, 'de;q=0.5, pt')).toBe(inGerman);
  expect(await resetOf(four)).toBe(inEnglish);
});

it('an invitation is in the language of the organization that invites', async () => {
  await setOrganization('es');
  await invite('stranger@example.com', 'de');
  expect(await subjectsFor('stranger@example.com')).toEqual(['Únase a Northwind']);
  await setOrganization(null);
});

it('a language that nobody can have is refused', async () => {
  for (const locale of ['', 'deutsch', '../en', 'DE'])
    expect((await setOrganization(locale)).status).toBe(422);
});
