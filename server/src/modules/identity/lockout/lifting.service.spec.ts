import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startIdentity, type TestIdentity } from '../../../../test/harness/identity.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { LiftingService } from './lifting.service.js';
import { LockoutService } from './lockout.service.js';
import type { Proof } from './lockout.table.js';

describe('delays of somebody whom a stranger keeps out (G10)', () => {
  let identity: TestIdentity;
  let lockout: LockoutService;
  let boss: SessionCaller;
  let ada: SessionCaller;
  let bystander: SessionCaller;

  beforeEach(async () => {
    identity = await startIdentity();
    lockout = identity.get(LockoutService);
    const organizationId = await identity.addOrganization();
    boss = await identity.addPerson({ organizationId, role: 'BOSS' });
    ada = await identity.addPerson({ organizationId, role: 'EMPLOYEE' });
    bystander = await identity.addPerson({ organizationId, role: 'EMPLOYEE' });
    const { userId } = ada;
    const known = lockout.keyOf({ userId, identifier: '', knownPlace: '2001:db8::1' });
    await delay(userId, 'password');
    await delay(userId, 'code');
    await delay(known, 'password');
    await delay(lockout.keyOfProofs(userId), 'password');
    await delay(bystander.userId, 'password');
  });
  afterEach(() => identity.stop());

  const delay = async (key: string, proof: Proof) => {
    for (let failure = 0; failure < 5; failure += 1)
      await lockout.countFailure(identity.database.connection, key, proof);
  };
  const delaysOf = async ({ userId }: SessionCaller) =>
    (await lockout.listDelays(identity.database.connection, userId))
      .map(({ proof, where }) => `${proof} ${where}`)
      .toSorted();
  const lift = (caller: SessionCaller, whose = ada) =>
    identity.get(LiftingService).liftOfMember(caller, whose.userId);

  it('are told with where they hold, for as long as they are in force', async () => {
    expect(await delaysOf(ada)).toEqual([
      'code elsewhere',
      'password elsewhere',
      'password known_place',
      'password signed_in',
    ]);
    identity.clock.ahead += 31_000;
    expect(await delaysOf(ada)).toEqual([]);
  });

  it('are lifted together by somebody above, of one person alone, and told of once', async () => {
    await lift(boss);
    await lift(boss);
    expect(await delaysOf(ada)).toEqual([]);
    expect(await delaysOf(bystander)).toEqual(['password elsewhere']);
    const told = (await identity.events()).filter(({ type }) => type === 'user.delays_lifted');
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({
      organizationid: boss.organizationId,
      data: { userId: ada.userId, proofs: ['password', 'code'] },
    });
  });

  it('of codes stay where the caller may not take factors away: each lift is five more guesses', async () => {
    const permissions = new Set([...boss.permissions].filter((one) => one !== 'factor:reset'));
    await lift({ ...boss, permissions });
    expect(await delaysOf(ada)).toEqual(['code elsewhere']);
  });

  it('attack 25: are lifted by no equal, and by nobody elsewhere', async () => {
    await expect(lift(bystander)).rejects.toMatchObject({ code: 'forbidden' });
    const organizationId = await identity.addOrganization('Elsewhere');
    const stranger = await identity.addPerson({ organizationId, role: 'BOSS' });
    await expect(lift(stranger)).rejects.toMatchObject({ code: 'not_found' });
    expect(await delaysOf(ada)).toHaveLength(4);
  });
});
