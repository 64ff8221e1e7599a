import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { password, startIdentity, type TestIdentity } from '../../../../test/harness/identity.js';
import type { Transaction } from '../../../platform/database/database.js';
import { newId } from '../../../kernel/id.js';
import { hashToken, newToken } from '../../../kernel/secret.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { PasswordHasher } from '../../../platform/crypto/password-hasher.js';
import { EnrolledFactorsRepository } from '../factors/enrolled-factors.repository.js';
import { BackupCodesFactor } from '../factors/backup-codes/backup-codes.factor.js';
import { FactorsService } from '../factors/factors.service.js';
import { PasskeyAssertionsService } from '../factors/passkey/passkey-assertions.service.js';
import { PasskeysRepository } from '../factors/passkey/passkeys.repository.js';
import type { PasskeyRow } from '../factors/passkey/passkeys.table.js';
import { SwitchingService } from '../memberships/switching.service.js';
import { ChallengesService } from '../sign-in/challenges/challenges.service.js';
import { FirstStepService } from '../sign-in/first-step.service.js';
import { PasskeySignInService } from '../sign-in/passkey-sign-in.service.js';
import { SecondFactorSignInService } from '../sign-in/second-factor-sign-in.service.js';
import { SignInSessionsService } from '../sign-in/sign-in-sessions.service.js';
import { PasswordSignInService } from '../sign-in/password/password-sign-in.service.js';
import { SigningAccountsRepository } from '../sign-in/signing-accounts.repository.js';
import { ConnectionsRepository } from '../social/connections/connections.repository.js';
import { DisconnectingService } from '../social/connections/disconnecting.service.js';
import { type ConnectionRow, newConnection } from '../social/connections/connections.table.js';
import { EntranceService } from '../social/sign-in/entrance.service.js';
import { StepUpService } from '../step-up/step-up.service.js';
import { SessionSuccessionService } from './session-succession.service.js';
import { SessionsService } from './sessions.service.js';

let identity: TestIdentity;
let person: SessionCaller;
let organizationId: string;
beforeEach(async () => {
  identity = await startIdentity();
  organizationId = await identity.addOrganization();
  person = await identity.openSession(
    await identity.addPerson({ organizationId, role: 'EMPLOYEE' }),
  );
});
afterEach(async () => {
  vi.restoreAllMocks();
  await identity.stop();
});

const client = { clientAddress: '192.0.2.1', userAgent: '', device: null };

async function countLive(): Promise<number> {
  const { rows } = await identity.database.connection.execute<{ live: number }>(
    sql`SELECT count(*)::int AS live FROM identity.sessions WHERE ended_at IS NULL`,
  );
  return rows[0]?.live ?? 0;
}

/** Has something begin when another thing is done and not yet committed. @returns its end */
function beside<A extends unknown[], T>(
  spied: { mockImplementationOnce(work: (...args: A) => Promise<T>): unknown },
  original: (...args: A) => Promise<T>,
  work: () => Promise<unknown>,
): () => Promise<unknown> {
  let begun: Promise<unknown> | undefined;
  spied.mockImplementationOnce(async (...args) => {
    const done = await original(...args);
    begun = work();
    await identity.somebodyWaits();
    return done;
  });
  return async () => {
    expect(begun).toBeDefined();
    await begun;
  };
}

describe('attack 16: a session that begins while all are ended ends with them', () => {
  const everywhere = () => identity.get(SessionsService).revokeAll(person);

  it('in another organization', async () => {
    const succession = identity.get(SessionSuccessionService);
    const original = succession.move.bind(succession);
    const ended = beside(vi.spyOn(succession, 'move'), original, everywhere);
    await identity.get(SwitchingService).switch(person, organizationId);
    await ended();
    expect(await countLive()).toBe(0);
  });

  it('by another proof', async () => {
    const succession = identity.get(SessionSuccessionService);
    const original = succession.stepUp.bind(succession);
    const stepUp = identity.get(StepUpService);
    const { tempToken } = await stepUp.begin(person);
    const ended = beside(vi.spyOn(succession, 'stepUp'), original, everywhere);
    await stepUp.finish(person, { tempToken, password }, client);
    await ended();
    expect(await countLive()).toBe(0);
  });

  it('by a second factor, after a password that is changed', async () => {
    await turnOnTotp();
    const { userId } = person;
    const codes = identity.get(BackupCodesFactor);
    const [code = ''] = await identity.database.transaction((tx) => codes.replace(tx, userId));
    const challenged = { userId, organizationId };
    const { tempToken } = await identity.database.transaction((tx) =>
      identity.get(ChallengesService).begin(tx, challenged),
    );
    const sessions = identity.get(SignInSessionsService);
    const original = sessions.open.bind(sessions);
    const change = () => identity.changePassword(person, 'another long passphrase 8');
    const ended = beside(vi.spyOn(sessions, 'open'), original, change);
    const proof = { tempToken, method: 'backup_code' as const, code, trustDevice: false };
    await identity.get(SecondFactorSignInService).finish(proof, client);
    await ended();
    // That of whoever changed it.
    expect(await countLive()).toBe(1);
  });
});

async function findAccount() {
  const account = await identity.get(SigningAccountsRepository).findAccount(person.userId);
  if (!account) throw new Error('there is an account');
  return account;
}

/** An account elsewhere that the person signs in with. */
async function connect(): Promise<ConnectionRow> {
  const elsewhere = { issuer: 'https://accounts.example.com', subject: 'ada', email: null };
  const connection = newConnection(person.userId, 'example', elsewhere, identity.clock.now());
  await identity.database.transaction((tx) =>
    identity.get(ConnectionsRepository).insert(tx, connection),
  );
  return connection;
}

const change = (set: string) =>
  identity.database.connection.execute(
    sql`UPDATE identity.users SET ${sql.raw(set)} WHERE id = ${person.userId}`,
  );

describe('a sign-in with an account elsewhere', () => {
  const signIn = async (connection: ConnectionRow) =>
    identity.get(EntranceService).enter(connection, client);

  it.each(['is_active = false', 'deleted_at = now()', 'reset_required_at = now()'])(
    'begins nothing in an account that was closed meanwhile: %s (attack 10)',
    async (closed) => {
      const connection = await connect();
      const account = await findAccount();
      await change(closed);
      // As it was read before.
      const accounts = identity.get(SigningAccountsRepository);
      vi.spyOn(accounts, 'findAccount').mockResolvedValueOnce(account);
      await expect(signIn(connection)).rejects.toMatchObject({ code: 'provider_sign_in_failed' });
      expect(await countLive()).toBe(1);
    },
  );

  it('ends with all other sessions that are ended while it begins (attack 16)', async () => {
    const connection = await connect();
    const sessions = identity.get(SignInSessionsService);
    const original = sessions.open.bind(sessions);
    const everywhere = () => identity.get(SessionsService).revokeAll(person);
    const ended = beside(vi.spyOn(sessions, 'open'), original, everywhere);
    await signIn(connection);
    await ended();
    expect(await countLive()).toBe(0);
  });

  it('begins nothing once the account elsewhere is disconnected', async () => {
    const connection = await connect();
    await identity.get(DisconnectingService).unlink(person, connection.id);
    await expect(signIn(connection)).rejects.toMatchObject({ code: 'provider_sign_in_failed' });
  });
});

describe('a sign-in with a passkey', () => {
  const passkey = (): PasskeyRow => ({
    id: newId(),
    userId: person.userId,
    name: 'Telephone',
    credentialId: hashToken(newToken()),
    publicKey: hashToken(newToken()),
    counter: 0,
    transports: [],
    synced: false,
    createdAt: identity.clock.now(),
    lastUsedAt: null,
    secondStepOnly: false,
  });

  /** Signs in with a signature that is right; what is done to the passkey comes between it and the session. */
  async function signIn(between: (tx: Transaction, row: PasskeyRow) => Promise<unknown>) {
    const { database } = identity;
    const row = passkey();
    const passkeys = identity.get(PasskeysRepository);
    await database.transaction((tx) => passkeys.insert(tx, row));
    vi.spyOn(identity.get(PasskeyAssertionsService), 'check').mockResolvedValueOnce(row);
    const account = await findAccount();
    vi.spyOn(identity.get(SigningAccountsRepository), 'findAccount').mockImplementationOnce(
      async () => {
        await database.transaction((tx) => between(tx, row));
        return account;
      },
    );
    const response = { clientDataJSON: '', authenticatorData: '', signature: '' };
    const key = { id: '', rawId: '', type: 'public-key' as const };
    const credential = { ...key, response, clientExtensionResults: {} };
    return identity.get(PasskeySignInService).finish(credential, client);
  }

  it('begins nothing when the passkey was removed since its signature was checked', async () => {
    const removed = signIn((tx) => identity.get(FactorsService).removeAll(tx, person.userId));
    await expect(removed).rejects.toMatchObject({ code: 'invalid_passkey' });
    expect(await countLive()).toBe(1);
  });

  it('begins nothing when the passkey opens no account by itself any longer', async () => {
    const since = new Date(0);
    const restricted = signIn((tx) =>
      identity.get(PasskeysRepository).restrictSince(tx, person.userId, since),
    );
    await expect(restricted).rejects.toMatchObject({ code: 'invalid_passkey' });
    expect(await countLive()).toBe(1);
  });

  it('begins a session when nothing happened to it', async () => {
    await signIn(() => Promise.resolve());
    expect(await countLive()).toBe(2);
  });
});

/** As a factor is turned on, in a transaction of its own; every session ends with it. */
async function turnOnTotp(): Promise<void> {
  await identity.database.transaction(async (tx) => {
    await identity.get(EnrolledFactorsRepository).lock(tx, person.userId);
    await tx.execute(sql`
      INSERT INTO identity.totp_authenticators (id, user_id, secret, created_at, confirmed_at)
      VALUES (${newId()}, ${person.userId}, ${hashToken(newToken())}, now(), now())`);
  });
}

describe('attack 11: a factor that is turned on while somebody signs in is asked for', () => {
  it('after a password that was checked before', async () => {
    const { rows } = await identity.database.connection.execute<{ email: string }>(
      sql`SELECT email FROM identity.users WHERE id = ${person.userId}`,
    );
    vi.spyOn(identity.get(PasswordHasher), 'verify').mockImplementationOnce(async () => {
      await turnOnTotp();
      return true;
    });
    const attempt = { email: rows[0]?.email ?? '', password, ...client };
    const answer = await identity.get(PasswordSignInService).signIn(attempt);
    expect(answer).toMatchObject({ requires2FA: true });
    expect(await countLive()).toBe(1);
  });

  it('after a link that was opened before', async () => {
    const account = await findAccount();
    await turnOnTotp();
    const answer = await identity
      .get(FirstStepService)
      .finish(account, 'mail', client, () => Promise.resolve(true));
    expect(answer).toMatchObject({ requires2FA: true });
    expect(await countLive()).toBe(1);
  });
});
