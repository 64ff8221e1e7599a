import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../../kernel/error.js';
import { newId } from '../../../../kernel/id.js';
import { PasswordHasher } from '../../../../platform/crypto/password-hasher.js';
import {
  password,
  startIdentity,
  type TestIdentity,
} from '../../../../../test/harness/identity.js';
import { UserCredentialsRepository } from '../../users/user-credentials.repository.js';
import { SignInSessionsService } from '../sign-in-sessions.service.js';
import { PasswordSignInRepository } from './password-sign-in.repository.js';
import { PasswordSignInService } from './password-sign-in.service.js';

const client = { clientAddress: '192.0.2.1', userAgent: '', device: null };

describe('sign-ins while many wait for their password to be hashed', () => {
  let identity: TestIdentity;
  let sizes: { readonly lookedUp: number[]; readonly accepted: number[] };
  beforeEach(async () => {
    identity = await startIdentity();
    for (const name of ['ada', 'bob', 'cyd'])
      await identity.addPerson({ email: `${name}@example.com` });
    crowd(true);
    sizes = { lookedUp: [], accepted: [] };
    const repository = identity.get(PasswordSignInRepository);
    const findAll = repository.findAll.bind(repository);
    const acceptAll = repository.acceptAll.bind(repository);
    vi.spyOn(repository, 'findAll').mockImplementation((kind, asking) => {
      sizes.lookedUp.push(asking.length);
      return findAll(kind, asking);
    });
    vi.spyOn(repository, 'acceptAll').mockImplementation((accepted) => {
      sizes.accepted.push(accepted.length);
      return acceptAll(accepted);
    });
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await identity.stop();
  });

  const crowd = (isThere: boolean) =>
    vi
      .spyOn(identity.get(PasswordHasher), 'expectedWait', 'get')
      .mockReturnValue(isThere ? 800 : 0);
  /** What signing in comes to: whose session it is, or the code of the refusal. */
  const signIn = async (name: string, given = password): Promise<string> => {
    const attempt = { email: `${name}@example.com`, password: given, ...client };
    try {
      const answer = await identity.get(PasswordSignInService).signIn(attempt);
      return 'user' in answer ? answer.user.email : 'second factor';
    } catch (error) {
      if (error instanceof AppError) return error.code;
      throw error;
    }
  };
  const rowsOf = async (table: string) =>
    (await identity.database.connection.execute(sql.raw(`SELECT FROM identity.${table}`))).rowCount;
  /** Does something when the passwords are checked and nobody is let in yet. */
  const meanwhile = (work: () => Promise<unknown>) => {
    const hasher = identity.get(PasswordHasher);
    const verify = hasher.verify.bind(hasher);
    let begun: Promise<unknown> | undefined;
    vi.spyOn(hasher, 'verify').mockImplementation(async (hash, given) => {
      await (begun ??= work());
      return verify(hash, given);
    });
  };

  it('share a statement to be looked up and one to be let in, and each has its own answer', async () => {
    for (let failures = 0; failures < 5; failures += 1) await signIn('cyd', 'wrong');
    await signIn('bob', 'wrong');
    sizes.lookedUp.length = 0;
    const answers = await Promise.all([
      signIn('nobody'),
      signIn('ada'),
      signIn('bob', 'wrong'),
      signIn('cyd'),
      signIn('ada'),
      signIn('bob'),
    ]);
    expect(answers).toEqual([
      'invalid_credentials',
      'ada@example.com',
      'invalid_credentials',
      'sign_in_delayed',
      'ada@example.com',
      'bob@example.com',
    ]);
    expect(sizes).toEqual({ lookedUp: [6], accepted: [3] });
    expect(await rowsOf('sessions')).toBe(3);
    expect(await rowsOf('refresh_tokens')).toBe(3);
    const logins = (await identity.events()).filter(({ type }) => type === 'user.login');
    expect(logins.map(({ data }) => data.email)).toEqual(
      ['ada', 'ada', 'bob'].map((name) => `${name}@example.com`),
    );
  });

  it('each have their own statements when nobody waits', async () => {
    crowd(false);
    await Promise.all([signIn('ada'), signIn('bob')]);
    expect(sizes).toEqual({ lookedUp: [1, 1], accepted: [1, 1] });
  });

  it('attack 16: who changes their password meanwhile is not let in with the old one, and others are', async () => {
    const { rows } = await identity.database.connection.execute<{ id: string }>(
      sql`SELECT id FROM identity.users WHERE email = 'bob@example.com'`,
    );
    meanwhile(() =>
      identity.database.transaction((tx) =>
        identity
          .get(UserCredentialsRepository)
          .setPassword(tx, rows[0]?.id ?? '', 'plain:another', new Date(), false),
      ),
    );
    const answers = await Promise.all([signIn('ada'), signIn('bob'), signIn('cyd')]);
    expect(answers).toEqual(['ada@example.com', 'invalid_credentials', 'cyd@example.com']);
    expect(sizes.accepted).toEqual([3]);
    expect(await rowsOf('sessions')).toBe(2);
  });

  it('attack 16: nor is whoever changes it while the sessions begin, and others wait for that', async () => {
    let begun: Promise<string[]> | undefined;
    await identity.database.transaction(async (tx) => {
      await tx.execute(
        sql`UPDATE identity.users SET password_hash = 'plain:another' WHERE email = 'bob@example.com'`,
      );
      begun = Promise.all(['ada', 'bob', 'cyd'].map((name) => signIn(name)));
      await identity.somebodyWaits();
    });
    expect(await begun).toEqual(['ada@example.com', 'invalid_credentials', 'cyd@example.com']);
    expect(sizes.accepted).toEqual([3]);
    expect(await rowsOf('sessions')).toBe(2);
  });

  it('attack 10: a delay that comes into force meanwhile holds for its person alone', async () => {
    const until = new Date(identity.clock.time() + 60_000).toISOString();
    meanwhile(async () => {
      await identity.database.connection.execute(sql`
        INSERT INTO identity.lockouts (account_key, proof, failures, delayed_until, updated_at)
        SELECT id, 'password', 5, ${until}, now() FROM identity.users
        WHERE email = 'bob@example.com'`);
    });
    const answers = await Promise.all([signIn('ada'), signIn('bob')]);
    expect(answers).toEqual(['ada@example.com', 'sign_in_delayed']);
    expect(await rowsOf('lockouts')).toBe(1);
  });

  it('replace outdated hashes, also of one person who signs in twice at once', async () => {
    const hasher = identity.get(PasswordHasher);
    vi.spyOn(hasher, 'isOutdated').mockImplementation((hash) => hash === `plain:${password}`);
    vi.spyOn(hasher, 'hash').mockResolvedValue('plain:fresh');
    const answers = await Promise.all([signIn('ada'), signIn('bob'), signIn('ada')]);
    expect(answers).toEqual(['ada', 'bob', 'ada'].map((name) => `${name}@example.com`));
    const { rows } = await identity.database.connection.execute(
      sql`SELECT password_hash AS hash FROM identity.users ORDER BY email`,
    );
    expect(rows.map(({ hash }) => hash)).toEqual([
      'plain:fresh',
      'plain:fresh',
      `plain:${password}`,
    ]);
    expect(await rowsOf('sessions')).toBe(3);
  });

  it('none fails because another one cannot be let in', async () => {
    const sessions = identity.get(SignInSessionsService);
    const prepare = sessions.prepare.bind(sessions);
    vi.spyOn(sessions, 'prepare').mockImplementationOnce((account, methods, given) =>
      prepare({ ...account, organizationId: newId() }, methods, given),
    );
    const settled = await Promise.allSettled([signIn('ada'), signIn('bob'), signIn('cyd')]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(sizes.accepted).toEqual([3, 1, 1, 1]);
    expect(await rowsOf('sessions')).toBe(2);
  });
});
