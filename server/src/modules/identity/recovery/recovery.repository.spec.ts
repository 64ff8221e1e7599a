import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  password,
  startIdentity,
  type TestIdentity,
  tokenIn,
} from '../../../../test/harness/identity.js';
import { hours, minutes } from '../../../kernel/clock.js';
import { PasswordHasher } from '../../../platform/crypto/password-hasher.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { LockoutService } from '../lockout/lockout.service.js';
import { SessionListService } from '../sessions/session-list.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { UserCredentialsRepository } from '../users/user-credentials.repository.js';
import { StandingService } from '../users/standing.service.js';
import { RecoveryService } from './recovery.service.js';
import { RescueService } from './rescue.service.js';

const email = 'ada@example.com';
const chosen = 'another long passphrase 8';
const provedHash = `plain:${password}`;

describe('recovery', () => {
  let identity: TestIdentity;
  let recovery: RecoveryService;
  let boss: SessionCaller;
  let ada: SessionCaller;

  beforeEach(async () => {
    identity = await startIdentity();
    recovery = identity.get(RecoveryService);
    const organizationId = await identity.addOrganization();
    boss = await identity.addPerson({ organizationId, role: 'BOSS' });
    ada = await identity.addPerson({ email, organizationId, role: 'EMPLOYEE' });
  });
  afterEach(() => identity.stop());

  const liveSessions = async () => {
    const page = await identity
      .get(SessionListService)
      .list({ userId: ada.userId }, { limit: 100 });
    return page.data.map(({ id }) => id);
  };
  const hash = () =>
    identity
      .get(UserCredentialsRepository)
      .findPasswordHash(identity.database.connection, ada.userId);
  const resetToken = async () => {
    await recovery.forgot(email);
    return tokenIn((await identity.mails()).at(-1));
  };
  const refused = { code: 'invalid_token' };

  it('resets the password by a mail, ends every session and says so (attack 16)', async () => {
    await Promise.all([identity.openSession(ada), identity.openSession(ada)]);
    await recovery.reset(await resetToken(), chosen);
    expect(await hash()).toBe(`plain:${chosen}`);
    expect(await liveSessions()).toEqual([]);
    const kinds = (await identity.mails()).map(({ kind }) => kind);
    expect(kinds).toEqual(['reset_password', 'password_changed']);
    const told = (await identity.events()).slice(-3);
    expect(told.map(({ type }) => type)).toEqual([
      'password.reset_requested',
      'session.ended',
      'password.reset',
    ]);
    expect(told[1]?.data).toMatchObject({ reason: 'password_reset', count: 2 });
    // So that those who are responsible for the person see it.
    for (const event of told) expect(event.organizationid).toBe(ada.organizationId);
  });

  it('tells the person\'s organization of a "This wasn\'t me" in a mail', async () => {
    await recovery.reset(await resetToken(), chosen);
    await identity.get(RescueService).report(tokenIn((await identity.mails()).at(-1)));
    const told = (await identity.events()).at(-1);
    expect(told).toMatchObject({
      type: 'user.compromise_reported',
      organizationid: ada.organizationId,
    });
  });

  it('attack 9: lifts what guesses at the old password delay, and no delay of codes', async () => {
    const lockout = identity.get(LockoutService);
    const { connection } = identity.database;
    const { userId } = ada;
    for (let failure = 0; failure < 5; failure += 1) {
      await lockout.countFailure(connection, userId, 'password');
      await lockout.countFailure(connection, userId, 'code');
    }
    await recovery.reset(await resetToken(), chosen);
    expect(await lockout.listDelays(connection, userId)).toMatchObject([{ proof: 'code' }]);
  });

  it('lets of many resets with one link exactly one succeed (attack 1)', async () => {
    const token = await resetToken();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, number) => recovery.reset(token, `${chosen} ${number}`)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('sends at most one link a minute, and the newest voids the one before', async () => {
    const first = await resetToken();
    await recovery.forgot(email);
    expect(await identity.mails()).toHaveLength(1);
    identity.clock.ahead += minutes(1) + 1;
    const second = await resetToken();
    await expect(recovery.reset(first, chosen)).rejects.toMatchObject(refused);
    await recovery.reset(second, chosen);
  });

  it('finds an address however it is written, and is silent about unknown ones', async () => {
    await recovery.forgot('nobody@example.com');
    expect(await identity.mails()).toEqual([]);
    await recovery.forgot('ADA@Example.com');
    expect(await identity.mails()).toHaveLength(1);
  });

  it('refuses a link after an hour, and one of somebody who was deactivated or deleted since', async () => {
    const token = await resetToken();
    identity.clock.ahead += hours(1) + 1;
    await expect(recovery.reset(token, chosen)).rejects.toMatchObject(refused);
    const fresh = await resetToken();
    await identity.get(StandingService).deactivate(boss, ada.userId);
    await expect(recovery.reset(fresh, chosen)).rejects.toMatchObject(refused);
    await recovery.forgot(email);
    expect((await identity.mails()).at(-1)?.kind).toBe('reset_password');
    expect(await identity.mails()).toHaveLength(2);
    await identity.get(StandingService).remove(boss, ada.userId);
    await expect(recovery.reset(fresh, chosen)).rejects.toMatchObject(refused);
    expect(await hash()).toBeNull();
  });

  it('keeps the link when the new password is too weak', async () => {
    const token = await resetToken();
    await expect(recovery.reset(token, 'short')).rejects.toMatchObject({ code: 'weak_password' });
    await recovery.reset(token, chosen);
  });

  it('changes the password of whoever is signed in, whose own session alone stays', async () => {
    const [caller] = await Promise.all([identity.openSession(ada), identity.openSession(ada)]);
    await recovery.change({ caller, provedHash }, chosen);
    expect(await hash()).toBe(`plain:${chosen}`);
    expect(await liveSessions()).toEqual([caller.sessionId]);
    expect((await identity.events()).at(-1)).toMatchObject({
      type: 'password.changed',
      actorid: ada.userId,
    });
  });

  it('leaves the password as it was when it is not changed', async () => {
    await expect(recovery.change({ caller: ada, provedHash }, 'short')).rejects.toMatchObject({
      code: 'weak_password',
    });
    expect(await hash()).toBe(`plain:${password}`);
  });

  describe('attack 16: a thief changes the password while the owner takes the account back', () => {
    const thiefs = 'what only the thief knows 9';
    /** Lets `meanwhile` happen after the thief's old password was found right, while the new one is hashed. */
    const raced = async (meanwhile: (thief: SessionCaller) => Promise<unknown>) => {
      const caller = await identity.openSession(ada);
      const hasher = identity.get(PasswordHasher);
      vi.spyOn(hasher, 'hash').mockImplementation(async (text) => {
        if (text === thiefs) await meanwhile(caller);
        return `plain:${text}`;
      });
      return recovery.change({ caller, provedHash }, thiefs);
    };

    it('by a mail', async () => {
      const token = await resetToken();
      const change = raced(() => recovery.reset(token, chosen));
      await expect(change).rejects.toMatchObject({ code: 'invalid_credentials' });
      expect(await hash()).toBe(`plain:${chosen}`);
    });

    it('by ending the other sessions', async () => {
      const change = raced((thief) => identity.get(SessionsService).revokeAll(thief));
      await expect(change).rejects.toMatchObject({ code: 'unauthenticated' });
      expect(await hash()).toBe(`plain:${password}`);
    });

    it('of many changes at once with one password exactly one takes effect', async () => {
      const callers = await Promise.all(Array.from({ length: 8 }, () => identity.openSession(ada)));
      const outcomes = await Promise.allSettled(
        callers.map((caller, index) =>
          recovery.change({ caller, provedHash }, `${chosen} ${index}`),
        ),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await liveSessions()).toHaveLength(1);
    });
  });
});
