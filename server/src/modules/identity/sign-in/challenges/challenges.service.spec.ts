import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startIdentity, type TestIdentity } from '../../../../../test/harness/identity.js';
import { BackupCodesFactor } from '../../factors/backup-codes/backup-codes.factor.js';
import { mostOpen } from './challenges.repository.js';
import { ChallengesService } from './challenges.service.js';

describe('attack 5: whoever knows the password opens many challenges at once', () => {
  let identity: TestIdentity;
  let challenges: ChallengesService;
  let userId: string;
  let right: string[];
  beforeEach(async () => {
    identity = await startIdentity();
    challenges = identity.get(ChallengesService);
    ({ userId } = await identity.addPerson());
    const codes = identity.get(BackupCodesFactor);
    right = await identity.database.transaction((tx) => codes.replace(tx, userId));
  });
  afterEach(() => identity.stop());

  const begin = async () => {
    const challenged = { userId, organizationId: null };
    const { tempToken } = await identity.database.transaction((tx) =>
      challenges.begin(tx, challenged),
    );
    return tempToken;
  };
  const many = <T>(count: number, work: (index: number) => Promise<T>) =>
    Promise.all(Array.from({ length: count }, (_, index) => work(index)));
  const redeem = (tempToken: string, code: string) =>
    challenges
      .redeem(
        { tempToken, method: 'backup_code', code },
        () => Promise.resolve(),
        () => Promise.resolve('right'),
      )
      .catch(({ code: reason }: { code: string }) => reason);
  const watch = () => {
    const verify = vi.spyOn(identity.get(BackupCodesFactor), 'verify');
    return { looks: () => verify.mock.calls.length };
  };

  it('no more codes are looked at than the cap, of all challenges together', async () => {
    const open = await many(20, begin);
    const { looks } = watch();
    const outcomes = await many(100, (index) => redeem(open[index % 20] ?? '', `wrong ${index}`));
    expect(looks()).toBe(5);
    expect(outcomes.filter((outcome) => outcome === 'invalid_code')).toHaveLength(5);
  });

  it('the right code among many is no better than any other', async () => {
    const open = await many(20, begin);
    const newest = await begin();
    const { looks } = watch();
    // The right one comes last, when more than enough are under way.
    const codes = [...Array.from({ length: 99 }, (_, index) => `wrong ${index}`), right[0] ?? ''];
    const outcomes = await many(100, (index) =>
      redeem(index === 99 ? newest : (open.toReversed()[index % 5] ?? ''), codes[index] ?? ''),
    );
    expect(looks()).toBe(5);
    expect(outcomes.at(-1)).toBe('sign_in_delayed');
    expect(await redeem(newest, right[0] ?? '')).toBe('sign_in_delayed');
  });

  it('a right code forgets the failures before it', async () => {
    const open = await begin();
    for (let failure = 0; failure < 4; failure += 1)
      expect(await redeem(open, 'wrong')).toBe('invalid_code');
    expect(await redeem(open, right[0] ?? '')).toBe('right');
    const next = await begin();
    for (let failure = 0; failure < 4; failure += 1)
      expect(await redeem(next, 'wrong')).toBe('invalid_code');
    expect(await redeem(next, right[1] ?? '')).toBe('right');
  });

  it('the latest challenges alone are good', async () => {
    const open = await many(mostOpen + 20, begin);
    const outcomes: string[] = [];
    for (const tempToken of open) {
      const begun = challenges.beginMethod(tempToken, 'backup_code');
      outcomes.push(await begun.then(() => 'open').catch(({ code }: { code: string }) => code));
    }
    expect(outcomes.filter((outcome) => outcome === 'open')).toHaveLength(mostOpen);
    expect(outcomes.filter((outcome) => outcome === 'challenge_expired')).toHaveLength(20);
    // One more ends the oldest of them, and leaves the others.
    const newest = await begin();
    expect(await redeem(newest, right[0] ?? '')).toBe('right');
  });
});
