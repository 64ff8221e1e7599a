import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../config/config.js';
import { PrometheusMetrics } from '../telemetry/prometheus-metrics.js';
import { Argon2PasswordHasher } from './argon2-password-hasher.js';
import { isImportable, parseForeignHash } from './password-hash.js';

const config = loadConfig({
  GATEHOUSE_ARGON2_MEMORY_KIB: '8192',
  GATEHOUSE_ARGON2_ITERATIONS: '1',
});
const metrics = new PrometheusMetrics({ service: 'test', process: false });
const hasher = new Argon2PasswordHasher(config, metrics, 1, Number.POSITIVE_INFINITY);
afterAll(() => hasher.close());

const password = 'pässword 1';
/** Of that password, made by glibc's crypt and Python's hashlib. */
const foreign: readonly (readonly [string, string])[] = [
  ['bcrypt', '$2b$05$abcdefghijklmnopqrstuuEn/eMei1z5h1.4IuwDnjDepo.7LkKxS'],
  ["bcrypt of PHP's", '$2y$05$abcdefghijklmnopqrstuuEn/eMei1z5h1.4IuwDnjDepo.7LkKxS'],
  [
    'scrypt',
    '$scrypt$ln=14,r=8,p=1$c2FsdHNhbHRzYWx0c2FsdA$+uSYQLCJB9dQhzBYr3YN2pAAAxW1oy8OFMrJfvkaOcg',
  ],
  [
    'PBKDF2 in PHC form',
    '$pbkdf2-sha256$i=10000,l=32$c2FsdHNhbHRzYWx0c2FsdA$hDFAFXVs9hzWdbmh95LuYbIPkiJLDEyMqdsC4x5hALY',
  ],
  [
    "PBKDF2 of Passlib's",
    '$pbkdf2-sha512$29000$c2FsdHNhbHRzYWx0c2FsdA$YiOIOKqZq6JLSDqJFmGQQF4MrwB38XTOWar3H0BSNvm8BUXZZZTLnAYnXCPPbafXeGDNkpR8evn3jMEhnVhSfQ',
  ],
  ['PBKDF2 with SHA-1', '$pbkdf2$10000$c2FsdHNhbHRzYWx0c2FsdA$CPwPxyE9OO9kxUf38UFAyERYuFo'],
  [
    "PBKDF2 of Django's",
    'pbkdf2_sha256$10000$s4ltyS/lt$gPTau2WX7PLXOExOkfu6srlxdOpaog2E1ZeeMFZWm3s=',
  ],
];

describe('hashes of other systems', () => {
  it.each(foreign)('%s belong to their password and to no other', async (_name, hash) => {
    expect(isImportable(hash)).toBe(true);
    expect(await hasher.verify(hash, password)).toBe(true);
    expect(await hasher.verify(hash, 'password 1')).toBe(false);
    expect(hasher.isOutdated(hash)).toBe(true);
  });

  it.each([
    ['bcrypt of 2^31 rounds', '$2b$31$abcdefghijklmnopqrstuuEn/eMei1z5h1.4IuwDnjDepo.7LkKxS'],
    ['scrypt of 1 TiB', '$scrypt$ln=33,r=8,p=1$c2FsdHNhbHRzYWx0c2FsdA$c2FsdHNhbHRzYWx0c2FsdA'],
    ['scrypt of 2^15 lanes', '$scrypt$ln=14,r=8,p=32768$c2FsdHNhbHQ$c2FsdHNhbHRzYWx0c2FsdA'],
    ['a billion PBKDF2 rounds', '$pbkdf2-sha256$1000000000$c2FsdHNhbHQ$c2FsdHNhbHRzYWx0c2FsdA'],
    ['an empty PBKDF2 key', '$pbkdf2-sha256$1000$c2FsdHNhbHQ$'],
    ['a PBKDF2 key of one byte', '$pbkdf2-sha256$1000$c2FsdHNhbHQ$YQ'],
    ['Argon2 of 4 TiB', `$argon2id$v=19$m=4294967295,t=1,p=1$c2FsdHNhbHQ$${'YQ'.repeat(16)}`],
    ['Argon2 of a billion passes', `$argon2id$v=19$m=65536,t=1000000000,p=1$c2FsdA$YWFh`],
    ['a text that is too long', `$pbkdf2-sha256$1000$${'a'.repeat(300)}$c2FsdHNhbHRzYWx0c2FsdA`],
    ['MD5', '$1$abcdefgh$irWbblnpmw.5z7wgBnprh0'],
    ['a plain password', 'hunter2'],
  ])('refuses %s before any work', async (_name, hash) => {
    expect(isImportable(hash)).toBe(false);
    expect(parseForeignHash(hash)).toBeNull();
  });

  it('checks no hash of hostile cost that got into the database all the same', async () => {
    const started = performance.now();
    const hash = '$pbkdf2-sha256$1000000000$c2FsdHNhbHQ$c2FsdHNhbHRzYWx0c2FsdA';
    expect(await hasher.verify(hash, password)).toBe(false);
    // The billion rounds take minutes.
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

it('knows which hashes of its own kind are outdated', async () => {
  const own = await hasher.hash(password);
  expect(hasher.isOutdated(own)).toBe(false);
  expect(isImportable(own)).toBe(true);
  expect(hasher.isOutdated(own.replace('m=8192', 'm=19456'))).toBe(true);
  expect(hasher.isOutdated(own.replace('$argon2id', '$argon2i'))).toBe(true);
});
