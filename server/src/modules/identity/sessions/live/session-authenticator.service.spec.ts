import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionPreset } from '@gatehouse/contracts/permissions';
import { QuietLogger, TestClock } from '../../../../../test/harness/events.js';
import { hours, minutes } from '../../../../kernel/clock.js';
import type { Changes } from '../../../../platform/database/changes.js';
import type { Instances } from '../../../../platform/database/instances.js';
import { noEntitlement } from '../../roles/entitlement.js';
import type { AccessTokensService } from '../../tokens/access-tokens.service.js';
import type { LiveSession, LiveSessionsRepository } from './live-sessions.repository.js';
import { KnownSessionsService } from './known-sessions.service.js';
import { SessionAuthenticator } from './session-authenticator.service.js';

/** A database of one session, whose statements begin when they are sent and end when the test says. */
class SlowRepository {
  version = 1;
  live = true;
  looks = 0;
  answer: Promise<void> = Promise.resolve();

  async listChanged(known: readonly { id: string; version: number }[]): Promise<LiveSession[]> {
    this.looks += 1;
    const row = { ...session, version: this.version, live: this.live };
    await this.answer;
    return known.filter(({ version }) => version !== row.version).map(() => row);
  }
}

const session = {
  id: 'session',
  userId: 'user',
  organizationId: null,
  ...noEntitlement,
  sessionPreset: 'standard' as SessionPreset,
  platformRole: null,
  impersonatorId: null,
  secondFactor: false,
  methods: ['pwd'],
  expiresAt: new Date(Date.now() + hours(1)),
  authenticatedAt: new Date(),
  lastSeenAt: new Date(),
};

describe('SessionAuthenticator', () => {
  let repository: SlowRepository;
  let instances: { soleTerm: number };
  let tell: (id: string) => void;
  let authenticator: SessionAuthenticator;
  let clock: TestClock;

  beforeEach(() => {
    repository = new SlowRepository();
    clock = new TestClock();
    instances = { soleTerm: 1 };
    const verified = { sessionId: 'session' };
    const tokens = { verifyKnown: () => verified, verify: () => Promise.resolve(verified) };
    const changes = { on: (_topic: string, listener: (id: string) => void) => (tell = listener) };
    const live = repository as unknown as LiveSessionsRepository;
    authenticator = new SessionAuthenticator(
      tokens as unknown as AccessTokensService,
      new KnownSessionsService(live, instances as Instances, changes as unknown as Changes),
      clock,
      live,
      new QuietLogger(),
    );
  });

  const end = () => {
    repository.version += 1;
    repository.live = false;
  };

  it('looks once while it is alone and nothing changes', async () => {
    for (let call = 0; call < 5; call += 1)
      expect(await authenticator.authenticate('token')).toMatchObject({ userId: 'user' });
    expect(repository.looks).toBe(1);
  });

  it('attack 20: looks again at what it was told of', async () => {
    await authenticator.authenticate('token');
    end();
    tell('session');
    expect(await authenticator.authenticate('token')).toBeNull();
  });

  it('attack 20: knows a session without its token, until it ends', async () => {
    expect(await authenticator.look('session')).toMatchObject({ userId: 'user' });
    end();
    tell('session');
    expect(await authenticator.look('session')).toBeNull();
  });

  it('attack 20: does not rely on a look that began before a change it was told of meanwhile', async () => {
    let answer: () => void = () => {};
    repository.answer = new Promise((resolve) => (answer = resolve));
    const underWay = authenticator.authenticate('token');
    await expect.poll(() => repository.looks).toBe(1);
    end();
    tell('session');
    answer();
    expect(await underWay).not.toBeNull();
    expect(await authenticator.authenticate('token')).toBeNull();
  });

  it('attack 20: looks at every request while others share the database', async () => {
    instances.soleTerm = 0;
    await authenticator.authenticate('token');
    end();
    expect(await authenticator.authenticate('token')).toBeNull();
    expect(repository.looks).toBe(2);
  });

  it('attack 20: does not rely on what it learned in another term', async () => {
    await authenticator.authenticate('token');
    instances.soleTerm = 2;
    end();
    expect(await authenticator.authenticate('token')).toBeNull();
  });

  describe('in an organization of strict sessions', () => {
    beforeEach(() => {
      session.sessionPreset = 'strict';
      session.lastSeenAt = new Date();
    });
    afterEach(() => {
      session.sessionPreset = 'standard';
    });

    it('refuses a session that was not used for 30 minutes', async () => {
      expect(await authenticator.authenticate('token')).not.toBeNull();
      clock.ahead = minutes(29);
      expect(await authenticator.authenticate('token')).not.toBeNull();
      clock.ahead += minutes(31);
      expect(await authenticator.authenticate('token')).toBeNull();
    });

    it('asks the database first, since another instance may have seen the session', async () => {
      await authenticator.authenticate('token');
      clock.ahead = minutes(31);
      session.lastSeenAt = clock.now();
      expect(await authenticator.authenticate('token')).not.toBeNull();
    });
  });
});
