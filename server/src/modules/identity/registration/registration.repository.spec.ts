import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import {
  password,
  startIdentity,
  type TestIdentity,
  tokenIn,
} from '../../../../test/harness/identity.js';
import { hours, minutes } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { PasswordHasher } from '../../../platform/crypto/password-hasher.js';
import { RequestContext, requestContext } from '../../../platform/http/request-context.js';
import { mailTexts } from '../mails/texts/written-mail.js';
import { RecoveryService } from '../recovery/recovery.service.js';
import { UsersRepository } from '../users/users.repository.js';
import { ConfirmationService } from './confirmation.service.js';
import { type Registration, RegistrationAttemptsService } from './registration-attempts.service.js';
import { RegistrationService } from './registration.service.js';
import { RegistrationsRepository } from './registrations.repository.js';

const ada = { email: 'Ada@Example.com', password, firstName: 'Ada', lastName: 'Byron' };

describe('registration', () => {
  let identity: TestIdentity;
  let registration: RegistrationService;
  let attempts: RegistrationAttemptsService;
  let confirmation: ConfirmationService;

  const start = async (settings: Record<string, string> = {}) => {
    identity = await startIdentity(settings);
    registration = identity.get(RegistrationService);
    attempts = identity.get(RegistrationAttemptsService);
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
    await attempts.renew(ada.email);
    expect(await kinds()).toHaveLength(1);
    identity.clock.ahead += minutes(1) + 1;
    await Promise.all([attempts.renew(ada.email), attempts.renew(ada.email)]);
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
    await attempts.renew(ada.email);
    await attempts.renew('nobody@example.com');
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

describe('attempts to register while many wait for their password to be hashed', () => {
  let identity: TestIdentity;
  let insert: MockInstance<RegistrationsRepository['insert']>;
  beforeEach(async () => {
    identity = await startIdentity();
    vi.spyOn(identity.get(PasswordHasher), 'expectedWait', 'get').mockReturnValue(800);
    insert = vi.spyOn(identity.get(RegistrationsRepository), 'insert');
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await identity.stop();
  });

  const register = (wish: Partial<Registration>, acceptLanguage = '') => {
    const request = new RequestContext(newId(), 0, '192.0.2.1', '', undefined);
    request.acceptLanguage = acceptLanguage;
    const whole = { ...ada, ...wish };
    return requestContext.run(request, () =>
      identity.get(RegistrationService).register(whole, '192.0.2.1'),
    );
  };
  const outcomes = async (attempts: readonly Promise<void>[]) =>
    (await Promise.allSettled(attempts)).map((outcome) =>
      outcome.status === 'fulfilled' ? 'taken' : (outcome.reason as { code?: string }).code,
    );
  const sizes = () => insert.mock.calls.map(([, rows]) => rows.length);

  it('share their statements, and each has its own answer and mail', async () => {
    await identity.addPerson({ email: 'known@example.com' });
    await identity.addPerson({ email: 'french@example.com' });
    await identity.database.connection.execute(
      sql`UPDATE identity.users SET locale = 'fr-FR', username_key = 'countess'
        WHERE email = 'french@example.com'`,
    );
    const attempts = [
      register({ email: 'ada@example.com' }, 'de'),
      register({ email: 'known@example.com' }, 'es'),
      register({ email: 'named@example.com', username: 'Countess' }),
      register({ email: 'bob@example.com', username: 'bob' }, 'es'),
      register({ email: 'french@example.com' }, 'de'),
      register({ email: 'ADA@example.com', password: 'the passphrase of a stranger' }, 'de'),
    ];
    const taken = 'taken';
    expect(await outcomes(attempts)).toEqual([taken, taken, 'username_taken', taken, taken, taken]);
    expect(sizes()).toEqual([5]);
    const { rows } = await identity.database.connection.execute(
      sql`SELECT id, correlation_id FROM platform.mails ORDER BY id`,
    );
    expect(new Set(rows.map((row) => row.correlation_id)).size).toBe(4);
    const mails = new Map((await identity.mails()).map((mail) => [mail.to, mail]));
    expect(Object.fromEntries([...mails].map(([to, { subject }]) => [to, subject]))).toEqual({
      'ada@example.com': mailTexts.de.mails.verify_email.subject,
      'known@example.com': mailTexts.es.mails.already_registered.subject,
      'bob@example.com': mailTexts.es.mails.verify_email.subject,
      'french@example.com': mailTexts.fr.mails.already_registered.subject,
    });
    const confirm = (to: string) =>
      identity.get(ConfirmationService).confirm(tokenIn(mails.get(to)));
    await confirm('bob@example.com');
    // Of two for one address neither password counts.
    await expect(confirm('ada@example.com')).rejects.toMatchObject({ code: 'password_missing' });
  });

  it('fail alone', async () => {
    const wishes = [{ email: 'ada@example.com' }, { email: `${'a'.repeat(250)}@example.com` }];
    const attempts = wishes.map((wish) => register(wish));
    expect(await outcomes(attempts)).toEqual(['taken', undefined]);
    expect(sizes()).toEqual([2, 1, 1]);
    expect((await identity.mails()).map(({ to }) => to)).toEqual(['ada@example.com']);
  });

  it('wait for no others in a circle', async () => {
    const names = Array.from({ length: 20 }, (_, number) => `person${number}@example.com`);
    const all = [names, names.toReversed(), names].flat();
    expect(new Set(await outcomes(all.map((email) => register({ email }))))).toEqual(
      new Set(['taken']),
    );
    expect(Math.max(...sizes())).toBe(16);
    expect(await identity.mails()).toHaveLength(names.length);
  });
});
