import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  password,
  startIdentity,
  type TestIdentity,
  tokenIn,
} from '../../../../test/harness/identity.js';
import { hours, minutes } from '../../../kernel/clock.js';
import { RecoveryService } from '../recovery/recovery.service.js';
import { UsersRepository } from '../users/users.repository.js';
import { ConfirmationService } from './confirmation.service.js';
import { RegistrationService } from './registration.service.js';

const ada = { email: 'Ada@Example.com', password, firstName: 'Ada', lastName: 'Byron' };

describe('registration', () => {
  let identity: TestIdentity;
  let registration: RegistrationService;
  let confirmation: ConfirmationService;

  const start = async (settings: Record<string, string> = {}) => {
    identity = await startIdentity(settings);
    registration = identity.get(RegistrationService);
    confirmation = identity.get(ConfirmationService);
  };
  beforeEach(() => start());
  afterEach(() => identity.stop());

  const register = (wish: Partial<typeof ada> & { username?: string } = {}) =>
    registration.register({ ...ada, ...wish }, '192.0.2.1');
  const find = (email: string) =>
    identity.get(UsersRepository).findByEmail(identity.database.connection, email);
  const kinds = async () => (await identity.mails()).map(({ kind }) => kind);
  const lastToken = async () => tokenIn((await identity.mails()).at(-1));

  it('makes no account before its address is confirmed, and then one that can sign in', async () => {
    await register({ username: 'ada' });
    expect(await find('ada@example.com')).toBeNull();
    expect(await identity.events()).toEqual([]);
    await confirmation.confirm(await lastToken());
    expect(await find('ada@example.com')).toMatchObject({
      email: 'Ada@Example.com',
      username: 'ada',
      passwordHash: `plain:${password}`,
      emailVerifiedAt: expect.any(Date),
      isActive: true,
      platformRole: null,
    });
    const told = await identity.events();
    expect(told.map(({ type }) => type)).toEqual(['user.registered', 'user.email_verified']);
    for (const event of told) expect(event.actorid).toBe(event.data.userId);
  });

  it('keeps the password of the attempt whose mail was answered, whoever else tried', async () => {
    await register({ password: 'the passphrase of a stranger' });
    identity.clock.ahead += minutes(1) + 1;
    await register();
    const [, own] = await identity.mails();
    await confirmation.confirm(tokenIn(own));
    expect((await find('ada@example.com'))?.passwordHash).toBe(`plain:${password}`);
  });

  it('tells the owner of a known address, and whoever asked nothing', async () => {
    await identity.addPerson({ email: 'ada@example.com' });
    await register({ email: ' ADA@example.com '.trim() });
    const [mail] = await identity.mails();
    expect(mail).toMatchObject({ kind: 'already_registered', to: 'ada@example.com' });
    expect(tokenIn(mail)).toBe('');
  });

  it('lets a known address never confirm a second account', async () => {
    await register();
    identity.clock.ahead += minutes(1) + 1;
    await register();
    const [first, second] = await identity.mails();
    await confirmation.confirm(tokenIn(first));
    await expect(confirmation.confirm(tokenIn(second))).rejects.toMatchObject({
      code: 'invalid_token',
    });
  });

  it('tells a taken username at once, and does not make it when it was taken since', async () => {
    await register({ username: 'Countess' });
    await register({ email: 'other@example.com', username: 'countess' });
    const [first, second] = await identity.mails();
    await confirmation.confirm(tokenIn(first));
    await expect(
      register({ email: 'third@example.com', username: 'COUNTESS' }),
    ).rejects.toMatchObject({ code: 'username_taken' });
    await expect(confirmation.confirm(tokenIn(second))).rejects.toMatchObject({
      code: 'invalid_token',
    });
    expect(await find('other@example.com')).toBeNull();
  });

  it('confirms once, and not after a day', async () => {
    await register();
    const token = await lastToken();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, () => confirmation.confirm(token)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await register({ email: 'late@example.com' });
    identity.clock.ahead += hours(24) + 1;
    await expect(confirmation.confirm(await lastToken())).rejects.toMatchObject({
      code: 'invalid_token',
    });
  });

  it('sends the mail again at most once a minute, with a link that voids the one before', async () => {
    await register();
    const first = await lastToken();
    await registration.resend(ada.email);
    expect(await kinds()).toHaveLength(1);
    identity.clock.ahead += minutes(1) + 1;
    await Promise.all([registration.resend(ada.email), registration.resend(ada.email)]);
    expect(await kinds()).toEqual(['verify_email', 'verify_email']);
    await expect(confirmation.confirm(first)).rejects.toMatchObject({ code: 'invalid_token' });
    await confirmation.confirm(await lastToken());
  });

  it('sends one mail a minute to an address, known or not, however many ask', async () => {
    await identity.addPerson({ email: 'known@example.com' });
    const ask = () =>
      Promise.all(
        [1, 2, 3, 4].flatMap(() => [register(), register({ email: 'known@example.com' })]),
      );
    await ask();
    expect((await kinds()).toSorted()).toEqual(['already_registered', 'verify_email']);
    await ask();
    expect(await kinds()).toHaveLength(2);
    identity.clock.ahead += minutes(1) + 1;
    await ask();
    expect(await kinds()).toHaveLength(4);
  });

  it('lets nobody choose the password for whoever registers within the minute', async () => {
    await register({ password: 'the passphrase of a stranger' });
    await register();
    const missing = { code: 'password_missing' };
    await expect(confirmation.confirm(await lastToken())).rejects.toMatchObject(missing);
    expect((await find('ada@example.com'))?.passwordHash).toBeNull();
    expect(await kinds()).toEqual(['verify_email', 'reset_required']);
    const link = await lastToken();
    await identity.get(RecoveryService).reset(link, password);
    expect((await find('ada@example.com'))?.passwordHash).toBe(`plain:${password}`);
  });

  it('sends nothing again to a known address, nor to one that nobody registered', async () => {
    await identity.addPerson({ email: 'ada@example.com' });
    await register();
    identity.clock.ahead += minutes(2);
    await registration.resend(ada.email);
    await registration.resend('nobody@example.com');
    expect(await kinds()).toEqual(['already_registered']);
  });

  it('refuses a password that is made of the own name', async () => {
    const wish = { password: 'Wilhelmina.Byron', firstName: 'Wilhelmina.Byr' };
    await expect(register(wish)).rejects.toMatchObject({ code: 'weak_password' });
  });

  it('can be switched off', async () => {
    await identity.stop();
    await start({ GATEHOUSE_REGISTRATION: 'false' });
    await expect(register()).rejects.toMatchObject({ code: 'registration_disabled' });
    expect(await kinds()).toEqual([]);
  });
});
