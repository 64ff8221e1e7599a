import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../server/test/harness/database.js';
import { Api, statuses, times } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';

let database: TestDatabase;
let gatehouse: RunningGatehouse;
let plain: RunningGatehouse;
let api: Api;
let boss: string;

beforeAll(async () => {
  database = await createTestDatabase();
  [gatehouse, plain] = await Promise.all([
    startGatehouse({ DATABASE_URL: database.url, GATEHOUSE_MAGIC_LINK: 'true' }),
    startGatehouse(),
  ]);
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'boss@example.com');
  boss = (await api.turnOnTotp(access)).access;
});
afterAll(async () => {
  await Promise.all([gatehouse?.stop(), plain?.stop()]);
  await database?.drop();
});

const ask = (email: string, at = api) => at.call('POST', '/auth/magic-link', { body: { email } });
const redeem = (token: string, delivery = 'body') =>
  api.call('POST', '/auth/magic-link/verify', { body: { token, delivery } });
const linkMail = async (email: string) =>
  (await api.mailsFor(email)).find(({ subject }) => subject === 'Your link to sign in');
const linkOf = async (email: string) => {
  expect((await ask(email)).status).toBe(202);
  const link = await linkMail(email);
  return new URL(link?.links[0] ?? '').searchParams.get('token') ?? '';
};
/** Another one, which could only be asked for a minute later. */
const nextLinkOf = async (email: string) => {
  await query(database.url, `UPDATE identity.one_time_tokens SET created_at = '2020-01-01'`);
  return linkOf(email);
};
const linksTo = async (email: string) =>
  (await api.mailsFor(email)).filter(({ subject }) => subject === 'Your link to sign in').length;

describe('sign-in by a link', () => {
  it('begins a session, once, and says how in the token', async () => {
    await api.register('ada@example.com');
    const token = await linkOf('ada@example.com');
    const answer = await redeem(token);
    expect(answer.status).toBe(200);
    const [, claims = ''] = String(answer.body.accessToken).split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      amr: ['mail'],
      aal: 'aal1',
    });
    expect((await api.validate(String(answer.body.accessToken))).status).toBe(200);
    expect((await redeem(token)).status).toBe(400);
  });

  it('attack 1: of many redemptions of one link exactly one succeeds', async () => {
    await api.register('raced@example.com');
    const token = await linkOf('raced@example.com');
    const answers = await times(50, () => redeem(token));
    expect(statuses(answers).filter((status) => status === 200)).toHaveLength(1);
    expect(statuses(answers).filter((status) => status === 400)).toHaveLength(49);
  });

  it('is not used up by opening the link', async () => {
    await api.register('scanner@example.com');
    const token = await linkOf('scanner@example.com');
    await fetch(`${gatehouse.url}/magic-link?token=${token}`);
    expect((await api.call('GET', `/auth/magic-link/verify?token=${token}`)).status).toBe(405);
    expect((await redeem(token)).status).toBe(200);
  });

  it('attack 15: asks for the second factor where one is on', async () => {
    const { access } = await api.newPerson('factor@example.com');
    const { backupCodes } = await api.turnOnTotp(access);
    const { body } = await redeem(await linkOf('factor@example.com'));
    expect(body).toMatchObject({ requires2FA: true });
    expect(body.accessToken).toBeUndefined();
    const code = backupCodes[0];
    const answer = await api.call('POST', '/auth/2fa/verify', {
      body: { tempToken: body.tempToken, method: 'backup_code', code },
    });
    expect(answer.status).toBe(200);
  });

  it('skips the second factor on a device that its owner trusts, until it is forgotten', async () => {
    const email = 'trusting@example.com';
    const { access } = await api.newPerson(email);
    const { backupCodes } = await api.turnOnTotp(access);
    const { body: begun } = await redeem(await linkOf(email));
    const { body: trusted } = await api.call('POST', '/auth/2fa/verify', {
      body: {
        tempToken: begun.tempToken,
        method: 'backup_code',
        code: backupCodes[0],
        trustDevice: true,
      },
    });
    const deviceToken = String(trusted.deviceToken);
    const redeemOn = async (device: string, whose = email) =>
      (
        await api.call('POST', '/auth/magic-link/verify', {
          body: { token: await nextLinkOf(whose), deviceToken: device },
        })
      ).body;
    const signedIn = await redeemOn(deviceToken);
    const [, claims = ''] = String(signedIn.accessToken).split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      amr: ['mail', 'device'],
      aal: 'aal1',
    });
    // It stands for the second factor of its owner and of nobody else, and for no first step.
    const other = await api.newPerson('other-device@example.com');
    await api.turnOnTotp(other.access);
    expect(await redeemOn(deviceToken, 'other-device@example.com')).toMatchObject({
      requires2FA: true,
    });
    expect(await redeemOn(`${deviceToken.slice(0, -4)}AAAA`)).toMatchObject({ requires2FA: true });
    const alone = { token: deviceToken, deviceToken };
    const refused = await api.call('POST', '/auth/magic-link/verify', { body: alone });
    expect(refused.body.code).toBe('invalid_token');
    // Forgotten, it is worth nothing.
    const token = String(signedIn.accessToken);
    await api.call('DELETE', '/auth/trusted-devices', { token });
    expect(await redeemOn(deviceToken)).toMatchObject({ requires2FA: true });
  });

  it('attack 15: the same mailbox is no second factor to a link that came there', async () => {
    const email = 'mailbox@example.com';
    const { access } = await api.newPerson(email);
    await api.call('POST', '/auth/2fa/email/setup', { token: access });
    const enabled = await api.call('POST', '/auth/2fa/email/enable', {
      token: access,
      body: { code: await api.codeFor(email) },
    });
    const [backupCode] = enabled.body.backupCodes as string[];
    const { body } = await redeem(await linkOf(email));
    expect(body).toMatchObject({ requires2FA: true, methods: ['backup_code'] });
    const { tempToken } = body;
    const begun = await api.call('POST', '/auth/2fa/send', {
      body: { tempToken, method: 'email_code' },
    });
    expect(begun.status).toBe(409);
    const verify = (method: string, code: unknown) =>
      api.call('POST', '/auth/2fa/verify', { body: { tempToken, method, code } });
    expect((await verify('email_code', '000000')).status).toBe(401);
    expect((await verify('backup_code', backupCode)).status).toBe(200);
  });

  it('a role that requires a second factor opens nothing but its enrolment', async () => {
    await api.add(boss, 'manager@example.com', 'MANAGER');
    const { body } = await redeem(await linkOf('manager@example.com'));
    expect(body.enrolmentRequired).toBe(true);
    const { status } = await api.call('GET', '/users', { token: String(body.accessToken) });
    expect(status).toBe(403);
  });

  it('attack 8: an unknown, a deactivated and a known address get the same answer', async () => {
    const gone = await api.add(boss, 'gone@example.com', 'EMPLOYEE');
    await api.call('POST', `/users/${gone.id}/deactivate`, { token: boss });
    await api.register('known@example.com');
    const answers = await Promise.all(
      ['unknown@example.com', 'gone@example.com', 'known@example.com'].map((email) => ask(email)),
    );
    expect(new Set(statuses(answers))).toEqual(new Set([202]));
    const shapes = answers.map(({ body }) => ({ ...body, ticket: typeof body.ticket }));
    expect(new Set(shapes.map((shape) => JSON.stringify(shape))).size).toBe(1);
    expect(await linksTo('unknown@example.com')).toBe(0);
    expect(await linksTo('gone@example.com')).toBe(0);
    expect(await linksTo('known@example.com')).toBe(1);
    await ask('KNOWN@example.com');
    expect(await linksTo('known@example.com')).toBe(1);
  });

  it('attack 10: a delay holds at the start and at the redemption', async () => {
    const email = 'delayed@example.com';
    await api.register(email);
    const token = await linkOf(email);
    await times(5, () => api.signIn(email, 'not the password at all'));
    expect((await api.signIn(email)).status).toBe(429);
    const held = await redeem(token);
    expect(held.body.code).toBe('sign_in_delayed');
    await query(
      database.url,
      `UPDATE identity.one_time_tokens SET created_at = created_at - interval '1 minute'`,
    );
    expect((await ask(email)).status).toBe(202);
    expect(await linksTo(email)).toBe(1);
    await query(database.url, 'DELETE FROM identity.lockouts');
    expect((await redeem(token)).status).toBe(200);
  });

  it('attack 10: an account deactivated after the mail is not opened by it', async () => {
    const person = await api.add(boss, 'between@example.com', 'EMPLOYEE');
    const token = await linkOf('between@example.com');
    await api.call('POST', `/users/${person.id}/deactivate`, { token: boss });
    expect((await redeem(token)).status).toBe(400);
  });

  it('a link is void after 15 minutes, after a newer one, and after a reset', async () => {
    const email = 'void@example.com';
    await api.register(email);
    const first = await linkOf(email);
    const minuteLater = (count: number) =>
      query(
        database.url,
        `UPDATE identity.one_time_tokens SET created_at = created_at - $1::interval,
           expires_at = expires_at - $1::interval WHERE purpose = 'magic_link'`,
        [`${count} minutes`],
      );
    await minuteLater(1);
    const second = await linkOf(email);
    expect((await redeem(first)).status).toBe(400);
    await minuteLater(15);
    expect((await redeem(second)).status).toBe(400);
    const third = await linkOf(email);
    await api.call('POST', '/auth/password/forgot', { body: { email } });
    const newPassword = 'another long passphrase 8';
    const body = { token: await api.linkFor(email), newPassword };
    expect((await api.call('POST', '/auth/password/reset', { body })).status).toBe(204);
    expect((await redeem(third)).status).toBe(400);
  });

  it('delivers to a browser by cookie', async () => {
    await api.register('browser@example.com');
    const answer = await redeem(await linkOf('browser@example.com'), 'cookie');
    expect(answer.body.refreshToken).toBe('');
    expect(answer.headers.getSetCookie().join()).toContain('gh_refresh=');
  });
});

describe('sign-in by a code from the same mail', () => {
  const enter = (ticket: unknown, code: string) =>
    api.call('POST', '/auth/magic-link/code', { body: { ticket, code, delivery: 'body' } });
  const mailed = async (email: string) => {
    await api.register(email);
    const { body } = await ask(email);
    const newest = await linkMail(email);
    const token = new URL(newest?.links[0] ?? '').searchParams.get('token') ?? '';
    return {
      ticket: body.ticket,
      token,
      code: /\b\d{4} \d{4}\b/.exec(newest?.text ?? '')?.[0] ?? '',
    };
  };
  const wrong = (code: string) => code.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));

  it('begins a session where it was asked for, and uses up the link', async () => {
    const { ticket, token, code } = await mailed('code@example.com');
    const answer = await enter(ticket, code);
    expect(answer.status).toBe(200);
    expect((await api.validate(String(answer.body.accessToken))).status).toBe(200);
    expect((await enter(ticket, code)).body.code).toBe('invalid_code');
    expect((await redeem(token)).body.code).toBe('invalid_token');
  });

  it('is void once the link was used', async () => {
    const { ticket, token, code } = await mailed('link-first@example.com');
    expect((await redeem(token)).status).toBe(200);
    expect((await enter(ticket, code)).status).toBe(401);
  });

  it('attack 1: of the code and the link, raced, exactly one succeeds', async () => {
    const { ticket, token, code } = await mailed('code-raced@example.com');
    const answers = await Promise.all([
      times(20, () => enter(ticket, code)),
      times(20, () => redeem(token)),
    ]);
    expect(statuses(answers.flat()).filter((status) => status === 200)).toHaveLength(1);
  });

  it('attack 5: five codes are tried, whoever tries them, and none for another ticket', async () => {
    const { ticket, code } = await mailed('guessed@example.com');
    const stranger = (await ask('guessed@example.com')).body.ticket;
    expect((await enter(stranger, code)).body.code).toBe('invalid_code');
    const answers = await times(5, () => enter(ticket, wrong(code)));
    expect(new Set(answers.map(({ body }) => body.code))).toEqual(new Set(['invalid_code']));
    expect((await enter(ticket, code)).body.code).toBe('invalid_code');
  });

  it('attack 8: a code for an unknown address is refused in the same words', async () => {
    const { ticket, code } = await mailed('worded@example.com');
    const { body } = await ask('nobody-at-all@example.com');
    const [known, unknown] = [await enter(ticket, wrong(code)), await enter(body.ticket, code)];
    const wordsOf = ({ title, detail, code: name }: Record<string, unknown>) => ({
      title,
      detail,
      name,
    });
    expect(unknown.status).toBe(known.status);
    expect(wordsOf(unknown.body)).toEqual(wordsOf(known.body));
  });

  it('attack 15: asks for the second factor where one is on', async () => {
    const email = 'code-factor@example.com';
    const { access } = await api.newPerson(email);
    await api.turnOnTotp(access);
    const { body } = await ask(email);
    const newest = await linkMail(email);
    const code = /\b\d{4} \d{4}\b/.exec(newest?.text ?? '')?.[0] ?? '';
    const answer = await enter(body.ticket, code);
    expect(answer.body).toMatchObject({ requires2FA: true });
    expect(answer.body.accessToken).toBeUndefined();
  });

  it('counts wrong codes among the failed sign-ins of the account', async () => {
    const { ticket, code } = await mailed('told@example.com');
    await enter(ticket, wrong(code));
    const [row] = await query(
      database.url,
      `SELECT count(*) FROM identity.outbox WHERE event ->> 'type' LIKE '%login_failed'
         AND event -> 'data' ->> 'identifier' = 'told@example.com'`,
    );
    expect(Number(row?.count)).toBe(1);
  });
});

it('is off unless it is switched on', async () => {
  const at = new Api(plain.url);
  expect((await ask('ada@example.com', at)).body.code).toBe('magic_link_disabled');
  const body = { token: 'x'.repeat(43) };
  const verify = await at.call('POST', '/auth/magic-link/verify', { body });
  expect(verify.body.code).toBe('magic_link_disabled');
  expect((await at.call('GET', '/setup/status')).body.magicLinkEnabled).toBe(false);
});
