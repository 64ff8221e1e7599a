import { execFile } from 'node:child_process';
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  createLocalJWKSet,
  type CryptoKey,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../server/test/harness/database.js';
import { Api, statuses, type Tokens } from '../harness/api.js';
import { type RunningGatehouse, startGatehouse } from '../harness/gatehouse.js';
import { freePort } from '../harness/launch.js';
import { query } from '../harness/query.js';
import { openField } from '../harness/storage/sealed-field.js';

const master = randomBytes(32);
const settings = () => ({
  DATABASE_URL: database.url,
  GATEHOUSE_ENCRYPTION_KEYS: `k1:${master.toString('base64')}`,
});

let database: TestDatabase;
let gatehouse: RunningGatehouse;
let api: Api;
let tokens: Tokens;

beforeAll(async () => {
  database = await createTestDatabase();
  gatehouse = await startGatehouse(settings());
  api = new Api(gatehouse.url);
  tokens = await api.newPerson('tokens@example.com');
});
afterAll(async () => {
  await gatehouse?.stop();
  await database?.drop();
});

const publishedKeys = async () =>
  (await api.call('GET', '/.well-known/jwks.json')).body as unknown as JSONWebKeySet;
const keyIdOf = (token: string) => String(decodeProtectedHeader(token).kid);

/** The server's own private key, out of its database. */
async function ourKey(): Promise<CryptoKey> {
  const [row] = await query(database.url, 'SELECT id, private_jwk FROM identity.signing_keys');
  const place = `signing_keys.private_jwk:${String(row?.id)}`;
  const jwk = openField(row?.private_jwk as Buffer, master, place);
  return (await importJWK(JSON.parse(jwk) as JWK, 'EdDSA')) as CryptoKey;
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token as the server makes them, but for what is given; `undefined` leaves something out. */
const forge = (key: CryptoKey, claims: JWTPayload = {}, header: object = {}) =>
  new SignJWT({ ...decodeJwt(tokens.access), ...claims })
    .setProtectedHeader({
      ...(decodeProtectedHeader(tokens.access) as JWTHeaderParameters),
      ...header,
    })
    .sign(key);

describe('attack 19: forged access tokens', () => {
  it('one that the server itself signed is taken, wherever it was written (negative control)', async () => {
    const token = await forge(await ourKey(), { jti: randomUUID() });
    expect((await api.validate(token)).status).toBe(200);
  });

  it.each<[string, JWTPayload, object]>([
    ['another audience', { aud: 'elsewhere' }, {}],
    ['no audience', { aud: undefined }, {}],
    ['another issuer', { iss: 'https://elsewhere.test' }, {}],
    ['no issuer', { iss: undefined }, {}],
    ['another type', {}, { typ: 'JWT' }],
    ['no type', {}, { typ: undefined }],
    ['no key id', {}, { kid: undefined }],
    ['a foreign key id', {}, { kid: 'foreign' }],
    ['an end in the past', { exp: Math.floor(Date.now() / 1000) - 60 }, {}],
    ['no end', { exp: undefined }, {}],
    ['a beginning in the future', { nbf: Math.floor(Date.now() / 1000) + 600 }, {}],
    ['another session', { sid: randomUUID() }, {}],
  ])('signed with the right key, but with %s', async (_what, claims, header) => {
    const token = await forge(await ourKey(), { jti: randomUUID(), ...claims }, header);
    expect((await api.validate(token)).status).toBe(401);
  });

  it('signed with a key of the attacker, which the header brings or points to', async () => {
    const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'mine', use: 'sig', alg: 'EdDSA' };
    let asked = 0;
    const server = createServer((_request, response) => {
      asked += 1;
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
    }).listen(await freePort(), '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const url = `http://127.0.0.1:${port}/jwks.json`;
    for (const header of [
      {},
      { kid: 'mine' },
      { jwk },
      { jwk, kid: 'mine' },
      { jku: url },
      { jku: url, kid: 'mine' },
      { x5u: url, kid: 'mine' },
    ]) {
      const token = await forge(pair.privateKey, {}, header);
      expect([header, (await api.validate(token)).status]).toEqual([header, 401]);
    }
    server.close();
    expect(asked).toBe(0);
  });

  it('a MAC under the public key, which everybody has (HS256)', async () => {
    const kid = keyIdOf(tokens.access);
    const jwk = (await publishedKeys()).keys.find((key) => key.kid === kid);
    const publicKey = (await importJWK(jwk ?? {}, 'EdDSA', { extractable: true })) as CryptoKey;
    const pem = await exportSPKI(publicKey);
    const der = Buffer.from(pem.replaceAll(/-----.*-----|\s/g, ''), 'base64');
    const secrets = [
      pem,
      pem.trim(),
      der,
      Buffer.from(String(jwk?.x), 'base64url'),
      String(jwk?.x),
    ];
    for (const alg of ['HS256', 'HS512'])
      for (const secret of [...secrets, JSON.stringify(jwk), ''])
        for (const header of [{ kid }, {}]) {
          const input = `${encode({ alg, typ: 'at+jwt', ...header })}.${tokens.access.split('.')[1]}`;
          const mac = createHmac(alg === 'HS256' ? 'sha256' : 'sha512', secret).update(input);
          const token = `${input}.${mac.digest('base64url')}`;
          expect((await api.validate(token)).status).toBe(401);
        }
  });

  it('no signature, or a broken one', async () => {
    const [header = '', payload = '', signature = ''] = tokens.access.split('.');
    const kid = keyIdOf(tokens.access);
    for (const alg of ['none', 'None', 'NONE', ''])
      for (const end of ['', signature])
        expect(
          (await api.validate(`${encode({ alg, typ: 'at+jwt', kid })}.${payload}.${end}`)).status,
        ).toBe(401);
    const { sub: _sub, ...claims } = decodeJwt(tokens.access);
    for (const token of [
      `${header}.${payload}.${signature.split('').toReversed().join('')}`,
      `${header}.${payload}.`,
      `${header}.${encode({ ...claims, sub: randomUUID() })}.${signature}`,
      `${header}.${payload}`,
      payload,
    ])
      expect((await api.validate(token)).status).toBe(401);
    expect((await api.validate(tokens.access)).status).toBe(200);
  });
});

describe('/.well-known/jwks.json', () => {
  it('holds the keys that others verify access tokens with', async () => {
    const { payload } = await jwtVerify(tokens.access, createLocalJWKSet(await publishedKeys()), {
      algorithms: ['EdDSA'],
      typ: 'at+jwt',
      audience: 'gatehouse',
    });
    expect(payload.sub).toBe((await api.validate(tokens.access)).body.userId);
    expect(payload.iss).toMatch(/^http:\/\/localhost:\d+$/);
  });

  it('says nothing of a private key', async () => {
    for (const key of (await publishedKeys()).keys)
      expect(Object.keys(key).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
  });
});

describe('attack 21: the key is rotated while requests come', () => {
  const program = fileURLToPath(new URL('../../server/dist/apps/command.js', import.meta.url));

  it('no request fails, and what the old key signed is good until its end', async () => {
    const { access: old, refresh } = await api.tokensOf('tokens@example.com');
    const oldKey = keyIdOf(old);
    const traffic = { over: false, refresh, access: old };
    const answers: number[] = [];
    const keepBusy = async () => {
      while (!traffic.over) {
        const renewed = await api.refresh(traffic.refresh);
        traffic.access = String(renewed.body.accessToken);
        traffic.refresh = String(renewed.body.refreshToken);
        const both = [await api.validate(traffic.access), await api.validate(old)];
        answers.push(renewed.status, ...statuses(both));
        await setTimeout(50);
      }
    };
    const busy = keepBusy();
    busy.catch(() => {});
    await promisify(execFile)(process.execPath, [program, 'keys', 'rotate'], {
      env: { ...process.env, NODE_ENV: 'development', ...settings() },
    });
    // Two minutes are for every instance to read it; this one does so in half a minute.
    await query(
      database.url,
      `UPDATE identity.signing_keys SET active_from = now() + interval '35 seconds'
       WHERE retired_at IS NULL`,
    );
    await expect
      .poll(async () => (await publishedKeys()).keys.length, { timeout: 60_000, interval: 500 })
      .toBe(2);
    expect(keyIdOf(traffic.access)).toBe(oldKey);
    await expect
      .poll(() => keyIdOf(traffic.access) === oldKey, { timeout: 150_000, interval: 500 })
      .toBe(false);
    await setTimeout(500);
    traffic.over = true;
    await busy;
    expect(answers.length).toBeGreaterThan(20);
    expect(new Set(answers)).toEqual(new Set([200]));

    await query(
      database.url,
      `UPDATE identity.signing_keys SET retired_at = now() WHERE retired_at IS NOT NULL`,
    );
    await expect
      .poll(async () => (await api.validate(old)).status, { timeout: 90_000, interval: 500 })
      .toBe(401);
    expect((await api.validate(traffic.access)).status).toBe(200);
    expect((await publishedKeys()).keys.map(({ kid }) => kid)).toEqual([keyIdOf(traffic.access)]);
  }, 330_000);
});
