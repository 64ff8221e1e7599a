import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeTwilio } from './fakes/twilio.js';
import { type Answer, Api, statuses, times } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';

const twilio = new FakeTwilio();
let gatehouse: RunningGatehouse;
let api: Api;

beforeAll(async () => {
  await twilio.start();
  gatehouse = await startGatehouse({
    ...twilio.environment,
    GATEHOUSE_SMS_PER_NUMBER: '3',
    GATEHOUSE_SMS_PER_COUNTRY: '8',
  });
  api = new Api(gatehouse.url);
});
afterAll(async () => {
  await gatehouse?.stop();
  await twilio.stop();
});

const codeIn = (text: string | undefined): string => /\b\d{6}\b/.exec(text ?? '')?.[0] ?? '';
const post = (path: string, body?: unknown, token?: string) =>
  api.call('POST', path, { ...(body ? { body } : {}), ...(token ? { token } : {}) });
const setUp = (token: string, phoneNumber: string) =>
  post('/auth/2fa/sms/setup', { phoneNumber }, token);

/** Somebody who gets codes on the phone. */
async function owner(email: string, number: string) {
  const { access } = await api.newPerson(email);
  expect((await setUp(access, number)).status).toBe(200);
  const code = codeIn(twilio.messages.at(-1)?.body);
  const { status, body } = await post('/auth/2fa/sms/enable', { code }, access);
  expect(status).toBe(200);
  return { email, access: String(body.accessToken), backupCodes: body.backupCodes as string[] };
}
const challengeOf = async (email: string) => {
  const { body } = await api.signIn(email);
  return { tempToken: String(body.tempToken), methods: body.methods };
};
const send = (tempToken: string) => post('/auth/2fa/send', { tempToken, method: 'sms_code' });
/** Asks for a code at so many sign-ins. */
async function sendTo(email: string, count: number): Promise<Answer[]> {
  const answers: Answer[] = [];
  while (answers.length < count) answers.push(await send((await challengeOf(email)).tempToken));
  return answers;
}

describe('codes by SMS', () => {
  it('are sent through Twilio to the number as it is dialled, and finish a sign-in', async () => {
    const { email, access, backupCodes } = await owner('sms@example.com', '+49 (151) 123-45678');
    expect(twilio.messages.at(-1)).toMatchObject({ to: '+4915112345678', from: '+15005550006' });
    expect(backupCodes).toHaveLength(10);
    const status = await api.call('GET', '/auth/2fa', { token: access });
    expect(status.body.smsCode).toMatchObject({ enabled: true, number: '•••78' });
    const { tempToken, methods } = await challengeOf(email);
    expect(methods).toEqual(['sms_code', 'backup_code']);
    const sent = await send(tempToken);
    expect(sent.body.sent).toEqual({ to: '•••78', expiresIn: 300, resendIn: 60 });
    const code = codeIn(twilio.messages.at(-1)?.body);
    const proof = { tempToken, method: 'sms_code', code };
    const answers = await times(4, () => post('/auth/2fa/verify', proof));
    expect(statuses(answers).filter((status) => status === 200)).toHaveLength(1);
  });

  it('speak the language of their reader', async () => {
    const email = 'deutsch@example.com';
    await owner(email, '+4915112345699');
    expect(twilio.messages.at(-1)?.body).toContain('Give it to nobody.');
    const german = `UPDATE identity.users SET locale = 'de' WHERE email = $1`;
    await query(gatehouse.databaseUrl, german, [email]);
    await send((await challengeOf(email)).tempToken);
    expect(twilio.messages.at(-1)?.body).toMatch(/^Ihr Code von Gatehouse ist \d{6}\./);
  });

  it('a number is not confirmed by a code that went to another one', async () => {
    const { access } = await api.newPerson('swap@example.com');
    await setUp(access, '+33612345678');
    const code = codeIn(twilio.messages.at(-1)?.body);
    expect((await setUp(access, '+33687654321')).status).toBe(429);
    await post('/auth/2fa/sms/enable', { code }, access);
    expect(twilio.messages.at(-1)?.to).toBe('+33612345678');
  });

  it('go to the former number until the new one is confirmed, and the factor stays on', async () => {
    const { email, access } = await owner('moves@example.com', '+14155550101');
    expect((await setUp(access, '+14155550102')).status).toBe(200);
    const code = codeIn(twilio.messages.at(-1)?.body);
    const { tempToken } = await challengeOf(email);
    await send(tempToken);
    expect(twilio.messages.at(-1)?.to).toBe('+14155550101');
    const confirmed = await post('/auth/2fa/sms/enable', { code }, access);
    expect(confirmed.body).toMatchObject({ backupCodes: [] });
    await send((await challengeOf(email)).tempToken);
    expect(twilio.messages.at(-1)?.to).toBe('+14155550102');
    const token = String(confirmed.body.accessToken);
    expect((await post('/auth/2fa/sms/enable', { code }, token)).status).toBe(401);
  });

  it('go to one number so often an hour, whoever asks', async () => {
    const { email } = await owner('number@example.com', '+447700900123');
    expect(statuses(await sendTo(email, 4))).toEqual([200, 200, 200, 429]);
  });

  it('attack: strangers who name a number as theirs use up no code of its owner', async () => {
    const number = '+447700900456';
    const { email } = await owner('named@example.com', number);
    const answers = [];
    for (let index = 0; index < 4; index += 1) {
      const { access } = await api.newPerson(`stranger${index}@example.com`);
      answers.push(await setUp(access, number));
    }
    // The owner named it, too.
    expect(statuses(answers)).toEqual([200, 200, 429, 429]);
    expect(statuses(await sendTo(email, 1))).toEqual([200]);
  });

  it('go to the numbers of one country so often an hour; to confirmed ones, and elsewhere, still', async () => {
    const { email } = await owner('satellite@example.com', '+882161234599');
    const answers = [];
    for (let index = 0; index < 10; index += 1) {
      const { access } = await api.newPerson(`country${index}@example.com`);
      answers.push(await setUp(access, `+8821612345${String(index).padStart(2, '0')}`));
    }
    expect(statuses(answers).filter((status) => status === 200)).toHaveLength(7);
    expect(statuses(await sendTo(email, 1))).toEqual([200]);
    const { access } = await api.newPerson('elsewhere@example.com');
    expect((await setUp(access, '+358401234567')).status).toBe(200);
  });

  it('say so when the message could not be sent, which costs neither a minute nor the number a code', async () => {
    const { access } = await api.newPerson('failing@example.com');
    twilio.failure = 500;
    for (let tries = 0; tries < 4; tries += 1) {
      const answer = await setUp(access, '+61412345678');
      expect(answer.status).toBe(503);
      expect(answer.body.code).toBe('message_not_sent');
    }
    twilio.failure = undefined;
    expect((await setUp(access, '+61412345678')).status).toBe(200);
    expect((await setUp(access, '+61412345678')).status).toBe(429);
    const metrics = await (await fetch(`${gatehouse.url}/metrics`)).text();
    expect(metrics).toMatch(/^sms_total\{.*outcome="failed".*\} 4$/m);
    expect(metrics).toMatch(/^message_codes_refused_total\{.*budget="country".*\} 3$/m);
  });

  it('are turned off', async () => {
    const { email, access: token } = await owner('off@example.com', '+4366412345678');
    expect((await api.call('DELETE', '/auth/2fa/sms', { token })).status).toBe(204);
    expect((await api.signIn(email)).body.requires2FA).toBeUndefined();
  });

  it('refuses what is no number', async () => {
    const { access } = await api.newPerson('nonsense@example.com');
    for (const number of ['', '0151 12345678', '+0123456789', '+49151123456789012', 'phone'])
      expect((await setUp(access, number)).status).toBe(422);
  });
});

it('without Twilio, messages are caught in the mailbox; other countries than those named get none', async () => {
  const plain = await startGatehouse({ GATEHOUSE_SMS_COUNTRIES: 'DE, AT' });
  try {
    const other = new Api(plain.url);
    const { access: token } = await other.newPerson('caught@example.com');
    const body = { phoneNumber: '+4915112345678' };
    await other.call('POST', '/auth/2fa/sms/setup', { token, body });
    expect(await other.codeFor('+4915112345678')).toMatch(/^\d{6}$/);
    const foreign = { phoneNumber: '+447700900123' };
    const refused = await other.call('POST', '/auth/2fa/sms/setup', { token, body: foreign });
    expect(refused.body.code).toBe('validation_failed');
    expect(await other.codeFor('+447700900123')).toBe('');
  } finally {
    await plain.stop();
  }
});

it('come from the messaging service, where one is set', async () => {
  const service = `MG${'0'.repeat(32)}`;
  const { TWILIO_FROM: _from, ...environment } = twilio.environment;
  const other = await startGatehouse({ ...environment, TWILIO_MESSAGING_SERVICE_SID: service });
  try {
    const there = new Api(other.url);
    const { access: token } = await there.newPerson('service@example.com');
    const body = { phoneNumber: '+4915112345600' };
    expect((await there.call('POST', '/auth/2fa/sms/setup', { token, body })).status).toBe(200);
    expect(twilio.messages.at(-1)).toMatchObject({ to: body.phoneNumber, from: service });
  } finally {
    await other.stop();
  }
});
