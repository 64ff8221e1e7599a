import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ForeignProvider, startForeignProvider } from './fakes/foreign-provider.js';
import { type Answer, Api, statuses } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { freePort } from './harness/launch.js';
import { settingsOf, SocialApi } from './harness/social.js';

const people = {
  ada: { email: 'ada@elsewhere.test', email_verified: true },
  lonely: { email: 'lonely@elsewhere.test', email_verified: true },
  unchecked: { email: 'someone@elsewhere.test', email_verified: false },
  reported: { email: 'reported@elsewhere.test', email_verified: true },
  racing: { email: 'racing@elsewhere.test', email_verified: true },
  keeper: { email: 'keeper@elsewhere.test', email_verified: true },
  nameless: {},
};
let gatehouse: RunningGatehouse;
let provider: ForeignProvider;
let api: Api;
let social: SocialApi;

beforeAll(async () => {
  const port = await freePort();
  const publicUrl = `http://localhost:${port}`;
  const redirectUri = `${publicUrl}/auth/social/acme/callback`;
  provider = await startForeignProvider({ port: await freePort(), redirectUri, people });
  gatehouse = await startGatehouse({
    PORT: String(port),
    ...settingsOf('ACME', provider),
  });
  api = new Api(gatehouse.url);
  social = new SocialApi(api, publicUrl);
});
afterAll(async () => {
  await gatehouse?.stop();
  await provider?.stop();
});

const codeOf = ({ status, body }: Answer) => `${status} ${String(body.code)}`;
const refused = '401 provider_sign_in_failed';
const list = async (token: string) => {
  const { body } = await api.call('GET', '/auth/connections', { token });
  return body.data as { id: string; provider: string; email: string; lastUsedAt: string | null }[];
};
const unlink = (token: string, id: string) =>
  api.call('DELETE', `/auth/connections/${id}`, { token });
const userIdOf = async (token: string) => String((await api.validate(token)).body.userId);
const mailsTo = (address: string) => api.mailsFor(address);
const subjectsTo = async (address: string) =>
  (await mailsTo(address)).map(({ subject }) => subject);
const query = async <T>(text: string, values: unknown[]): Promise<T[]> => {
  const client = new pg.Client({ connectionString: gatehouse.databaseUrl });
  await client.connect();
  const { rows } = await client.query(text, values);
  await client.end();
  return rows as T[];
};
const eventsOf = async (userId: string) => {
  const rows = await query<{ type: string }>(
    `SELECT type FROM identity.outbox WHERE event->'data'->>'userId' = $1
       AND type LIKE 'connection.%' ORDER BY position`,
    [userId],
  );
  return rows.map(({ type }) => type);
};

describe('connecting an account elsewhere', () => {
  let token: string;

  it('is done by whoever is signed in, and opens the same account', async () => {
    token = (await api.newPerson('ada@example.com')).access;
    const linked = await social.link('acme', 'ada', token);
    expect(linked.status).toBe(201);
    expect(linked.body).toMatchObject({ provider: 'acme', label: 'Acme', lastUsedAt: null });
    const signedIn = await social.signIn('acme', 'ada');
    expect((signedIn.body.user as { id: string }).id).toBe(await userIdOf(token));
    const [connection] = await list(token);
    expect(connection?.email).toBe('ada@elsewhere.test');
    expect(connection?.lastUsedAt).not.toBeNull();
  });

  it('is told to the owner and to the audit trail', async () => {
    expect(await subjectsTo('ada@example.com')).toContain('Your account is connected to Acme');
    expect(await eventsOf(await userIdOf(token))).toEqual(['connection.linked']);
  });

  it('needs no address: whoever is signed in says that it is theirs', async () => {
    const { access } = await api.newPerson('plain@example.com');
    expect((await social.link('acme', 'unchecked', access)).status).toBe(201);
    expect((await social.link('acme', 'nameless', access)).status).toBe(201);
    expect(await list(access)).toHaveLength(2);
  });

  it('ends with one press, and with a mail', async () => {
    const [connection] = await list(token);
    expect((await unlink(token, connection?.id ?? '')).status).toBe(204);
    expect(await list(token)).toEqual([]);
    expect((await unlink(token, connection?.id ?? '')).status).toBe(404);
    expect(await subjectsTo('ada@example.com')).toContain(
      'Your account is no longer connected to Acme',
    );
    expect(await eventsOf(await userIdOf(token))).toEqual([
      'connection.linked',
      'connection.unlinked',
    ]);
  });

  it("leaves alone what is somebody else's", async () => {
    const { access } = await api.newPerson('stranger@example.com');
    const owner = await api.tokensOf('plain@example.com');
    const [connection] = await list(owner.access);
    expect((await unlink(access, connection?.id ?? '')).status).toBe(404);
    expect(await list(access)).toEqual([]);
  });
});

describe('a connection cannot be forced on anybody', () => {
  it("an answer to a stranger's flow connects nothing to the victim", async () => {
    const attacker = (await api.newPerson('attacker@example.com')).access;
    const victim = (await api.newPerson('victim@example.com')).access;
    const returned = await social.visit('acme', 'mallory', { token: attacker });
    expect(codeOf(await social.finishLink('acme', returned, victim))).toBe(refused);
    const own = await social.visit('acme', 'mallory', { token: victim });
    const mixed = { ...returned, cookie: own.cookie };
    expect(codeOf(await social.finishLink('acme', mixed, victim))).toBe(refused);
    expect(await list(victim)).toEqual([]);
    expect((await social.finishLink('acme', returned, attacker)).status).toBe(201);
  });

  it('a flow that began as a sign-in connects nothing, and the other way round', async () => {
    const { access } = await api.newPerson('mixed@example.com');
    const signIn = await social.visit('acme', 'mixed');
    expect(codeOf(await social.finishLink('acme', signIn, access))).toBe(refused);
    const linking = await social.visit('acme', 'mixed', { token: access });
    expect(codeOf(await social.finish('acme', linking))).toBe(refused);
  });

  it('attack 12: another session of the same person cannot finish it', async () => {
    const { access } = await api.newPerson('twice@example.com');
    const returned = await social.visit('acme', 'twice', { token: access });
    const other = await api.tokensOf('twice@example.com');
    expect(codeOf(await social.finishLink('acme', returned, other.access))).toBe(refused);
    await api.call('POST', '/auth/logout', { token: access });
    expect((await social.finishLink('acme', returned, access)).status).toBe(401);
  });

  it('attack 1: of two people who connect the same account at once one gets it', async () => {
    const tokens = [
      (await api.newPerson('one@example.com')).access,
      (await api.newPerson('two@example.com')).access,
    ];
    const visits = await Promise.all(
      tokens.map((token) => social.visit('acme', 'wanted', { token })),
    );
    const answers = await Promise.all(
      visits.map((returned, index) => social.finishLink('acme', returned, tokens[index] ?? '')),
    );
    expect(answers.map(codeOf).toSorted((a, b) => a.localeCompare(b))).toEqual([
      '201 undefined',
      '409 connection_taken',
    ]);
    const again = await social.link('acme', 'wanted', tokens[0] ?? '');
    expect(codeOf(again)).toBe('409 connection_taken');
  });
});

describe('"This wasn\'t me"', () => {
  /** Somebody with a connection, and the link in the mail that tells of it. */
  const connected = async (email: string, name: string) => {
    const { access } = await api.newPerson(email);
    expect((await social.link('acme', name, access)).status).toBe(201);
    const mail = (await mailsTo(email)).find(({ subject }) =>
      subject.includes('connected to Acme'),
    );
    const secret = new URL(mail?.links[0] ?? '').searchParams.get('token');
    const report = () => api.call('POST', '/auth/not-me', { body: { token: secret } });
    return { access, userId: await userIdOf(access), report };
  };
  const count = async (what: 'connections' | 'sessions', userId: string) => {
    const live = what === 'sessions' ? 'AND ended_at IS NULL' : '';
    const rows = await query(`SELECT FROM identity.${what} WHERE user_id = $1 ${live}`, [userId]);
    return rows.length;
  };

  it('in the mail takes the connection away again', async () => {
    const { access, userId, report } = await connected('robbed@example.com', 'robber');
    expect((await report()).status).toBe(204);
    expect((await api.validate(access)).status).toBe(401);
    expect(codeOf(await social.signIn('acme', 'robber'))).toBe('403 provider_email_unverified');
    expect(await eventsOf(userId)).toEqual(['connection.linked', 'connection.unlinked']);
  });

  it('attack 16: leaves no session that began meanwhile, and no connection', async () => {
    const { access, userId, report } = await connected('raced@example.com', 'racer');
    const signIns = await Promise.all([1, 2, 3, 4].map(() => social.visit('acme', 'racer')));
    const links = await Promise.all(
      [1, 2, 3, 4].map((n) => social.visit('acme', `racer${n}`, { token: access })),
    );
    const [reported] = await Promise.all([
      report(),
      ...signIns.map((returned) => social.finish('acme', returned)),
      ...links.map((returned) => social.finishLink('acme', returned, access)),
    ]);
    expect(reported?.status).toBe(204);
    expect(await count('connections', userId)).toBe(0);
    expect(await count('sessions', userId)).toBe(0);
  });
});

describe('the last way in', () => {
  let token: string;
  /** A passkey that the person's session has proved. */
  const addPasskey = async (userId: string, secondStepOnly: boolean): Promise<string> => {
    const [row] = await query<{ id: string }>(
      `INSERT INTO identity.passkeys (id, user_id, name, credential_id, public_key, counter,
         transports, synced, created_at, second_step_only)
       VALUES (gen_random_uuid(), $1, 'Laptop', convert_to(gen_random_uuid()::text, 'UTF8'), '\\x02', 0, '{}',
         true, now(), $2) RETURNING id`,
      [userId, secondStepOnly],
    );
    await query(
      `UPDATE identity.sessions SET methods = methods || '{hwk}', version = version + 1
       WHERE user_id = $1`,
      [userId],
    );
    return row?.id ?? '';
  };

  it('stays: an account without a password keeps one connection', async () => {
    token = String((await social.signIn('acme', 'lonely')).body.accessToken);
    const [only] = await list(token);
    expect(codeOf(await unlink(token, only?.id ?? ''))).toBe('409 last_sign_in_method');
    expect(await list(token)).toHaveLength(1);
  });

  it('attack 1: two that are removed at once leave one', async () => {
    expect((await social.link('acme', 'second', token)).status).toBe(201);
    const both = await list(token);
    const answers = await Promise.all(both.map(({ id }) => unlink(token, id)));
    expect(statuses(answers).toSorted((a, b) => a - b)).toEqual([204, 409]);
    expect(await list(token)).toHaveLength(1);
  });

  it('may go where a passkey opens the account', async () => {
    const { body } = await social.signIn('acme', 'keeper');
    const keeper = String(body.accessToken);
    const [only] = await list(keeper);
    const passkeyId = await addPasskey(await userIdOf(keeper), false);
    expect((await unlink(keeper, only?.id ?? '')).status).toBe(204);
    const removed = await api.call('DELETE', `/auth/passkeys/${passkeyId}`, { token: keeper });
    expect(codeOf(removed)).toBe('409 last_sign_in_method');
  });

  it('stays where a passkey is a second step only', async () => {
    const { body } = await social.signIn('acme', 'reported');
    const reported = String(body.accessToken);
    const [only] = await list(reported);
    const passkeyId = await addPasskey(await userIdOf(reported), true);
    expect(codeOf(await unlink(reported, only?.id ?? ''))).toBe('409 last_sign_in_method');
    const removed = await api.call('DELETE', `/auth/passkeys/${passkeyId}`, { token: reported });
    expect(removed.status).toBe(204);
  });

  it('attack 1: of a connection and a passkey that are removed at once one stays', async () => {
    const racing = String((await social.signIn('acme', 'racing')).body.accessToken);
    const [only] = await list(racing);
    const passkeyId = await addPasskey(await userIdOf(racing), false);
    const answers = await Promise.all([
      unlink(racing, only?.id ?? ''),
      api.call('DELETE', `/auth/passkeys/${passkeyId}`, { token: racing }),
    ]);
    expect(statuses(answers).toSorted((a, b) => a - b)).toEqual([204, 409]);
  });

  it('may go once there is a password', async () => {
    const [left] = await list(token);
    const email = 'lonely@elsewhere.test';
    await api.call('POST', '/auth/password/forgot', { body: { email } });
    const newPassword = 'a passphrase of my own 8';
    const reset = { token: await api.linkFor(email), newPassword };
    expect((await api.call('POST', '/auth/password/reset', { body: reset })).status).toBe(204);
    const signedIn = String((await api.signIn(email, newPassword)).body.accessToken);
    expect((await unlink(signedIn, left?.id ?? '')).status).toBe(204);
  });
});
