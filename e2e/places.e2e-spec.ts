import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mmdbOf } from '../server/test/harness/mmdb.js';
import { Api, password } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';

const newDevice = 'New sign-in to your account';
const newPlace = 'Sign-in to your account from a new place';
const berlin = '192.0.2.7';
const potsdam = '198.51.100.7';
const wellington = '203.0.113.7';

let folder: string;
let gatehouse: RunningGatehouse;
let api: Api;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-places-'));
  const file = path.join(folder, 'city.mmdb');
  const germany = ['DE', 'Germany'] as const;
  const known = [
    { network: [192, 0, 2, 0], bits: 24, country: germany, city: 'Berlin' },
    { network: [198, 51, 100, 0], bits: 24, country: germany, city: 'Potsdam' },
    { network: [203, 0, 113, 0], bits: 24, country: ['NZ', 'New Zealand'] },
  ] as const;
  await writeFile(file, mmdbOf(known));
  gatehouse = await startGatehouse({
    GATEHOUSE_GEOIP_FILE: file,
    GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1',
  });
  api = new Api(gatehouse.url);
});
afterAll(async () => {
  await gatehouse?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Signs in with a browser, which keeps its cookie wherever it goes. */
const signInFrom = async (email: string, address: string, cookie = 'theme=dark') => {
  const { status, headers, body } = await api.call('POST', '/auth/login', {
    body: { email, password, delivery: 'cookie' },
    headers: { 'x-forwarded-for': address, cookie },
  });
  expect(status).toBe(200);
  const set = headers.getSetCookie().find((one) => one.startsWith('gh_device='));
  return { device: set?.split(';')[0] ?? cookie, access: String(body.accessToken) };
};
const mailsOf = async (email: string, subject: string) =>
  (await api.mailsFor(email)).filter((mail) => mail.subject === subject);

describe('a sign-in from a country that the account does not know', () => {
  it('is told by mail with the place, also from a known device; another city is no news', async () => {
    const email = 'traveller@example.com';
    await api.register(email);
    const { device } = await signInFrom(email, berlin);
    await signInFrom(email, potsdam, device);
    const { access } = await signInFrom(email, wellington, device);
    await api.linkIn(email, newPlace);
    const [mail] = await mailsOf(email, newPlace);
    expect(mail?.text).toContain('Place: New Zealand');
    expect(mail?.text).toContain(wellington);
    // Events of one person stay in order: whatever Potsdam led to has been sent by now.
    await signInFrom(email, wellington, device);
    await signInFrom(email, berlin);
    await api.linkIn(email, newDevice);
    expect(await mailsOf(email, newPlace)).toHaveLength(1);
    expect(await mailsOf(email, newDevice)).toHaveLength(1);
    const { body } = await api.call('GET', '/auth/sessions', { token: access });
    const places = (body.data as { place: string }[]).map(({ place }) => place);
    expect(places.toSorted()).toEqual([
      'Berlin, Germany',
      'Berlin, Germany',
      'New Zealand',
      'New Zealand',
      'Potsdam, Germany',
    ]);
  });

  it('is told in one mail where the device is strange too, which names the place', async () => {
    const email = 'stolen@example.com';
    await api.register(email);
    await signInFrom(email, berlin);
    await signInFrom(email, wellington);
    await api.linkIn(email, newDevice);
    const [mail] = await mailsOf(email, newDevice);
    expect(mail?.text).toContain('Place: New Zealand');
    expect(await mailsOf(email, newPlace)).toEqual([]);
  });
});
