import { sql } from 'drizzle-orm';
import { generateSync } from 'otplib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secondFactorMethod } from '@gatehouse/contracts/identity/sign-in';
import { startIdentity, type TestIdentity } from '../../../../test/harness/identity.js';
import { MembershipsRepository } from '../memberships/memberships.repository.js';
import { SessionListService } from '../sessions/session-list.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { devicePrefix, factorOf } from './accepted-factors.js';
import { EnrolmentService } from './enrolment.service.js';
import { FactorsService } from './factors.service.js';
import { TotpService } from './totp/totp.service.js';

describe('second factors that an organization accepts', () => {
  it('are known by what every factor is called among the methods of a session', async () => {
    const identity = await startIdentity();
    try {
      const factors = identity.get(FactorsService);
      for (const method of secondFactorMethod.options) {
        const { reference } = factors.get(method);
        expect([factorOf(reference), factorOf(devicePrefix + reference)]).toEqual([method, method]);
      }
    } finally {
      await identity.stop();
    }
  });
});

describe('the last second factor', () => {
  let identity: TestIdentity;
  beforeEach(async () => {
    identity = await startIdentity();
  });
  afterEach(() => identity.stop());

  it.each([
    ['an employee', {}, true],
    ['somebody whose role asks for one', { secondFactorRequired: true }, false],
    ['one of the staff', { platformRole: 'admin' }, false],
    ['a BOSS', { role: 'BOSS' }, false],
  ] as const)('of %s', async (_who, entitlement, may) => {
    const organizationId = await identity.addOrganization();
    const person = await identity.addPerson({ organizationId, role: 'EMPLOYEE' });
    const caller = { ...person, ...entitlement };
    const withdrawn = identity.database.transaction((tx) =>
      identity.get(EnrolmentService).withdraw(tx, caller, 'totp'),
    );
    if (may) await expect(withdrawn).resolves.toBeUndefined();
    else await expect(withdrawn).rejects.toMatchObject({ code: 'last_factor' });
  });

  it.each([
    ['asks a manager for one', {}, false],
    ['accepts none but passkeys, which were not it', { MANAGER: ['passkey'] }, true],
    ['accepts apps, which it was', { MANAGER: ['totp'] }, false],
  ] as const)('is asked for by another organization, which %s', async (_what, accepted, may) => {
    const organizationId = await identity.addOrganization();
    const person = await identity.addPerson({ organizationId, role: 'EMPLOYEE' });
    const elsewhere = await identity.addOrganization();
    const withdrawn = identity.database.transaction(async (tx) => {
      await identity.get(MembershipsRepository).insert(tx, {
        organizationId: elsewhere,
        userId: person.userId,
        role: 'MANAGER',
        customRoleId: null,
        createdAt: new Date(),
      });
      const policies = JSON.stringify({ acceptedFactors: accepted });
      await tx.execute(
        sql`UPDATE identity.organizations SET policies = ${policies} WHERE id = ${elsewhere}`,
      );
      await identity.get(EnrolmentService).withdraw(tx, person, 'totp');
    });
    if (may) await expect(withdrawn).resolves.toBeUndefined();
    else await expect(withdrawn).rejects.toMatchObject({ code: 'last_factor' });
  });
});

describe('attack 12: a session that ended after its request came in', () => {
  it('turns no factor on, and is followed by no other', async () => {
    const identity = await startIdentity();
    try {
      const caller = await identity.openSession(await identity.addPerson());
      const begin = () =>
        identity.get(TotpService).begin(caller, { account: 'Ada', issuer: 'Gatehouse' });
      const { secret } = await begin();
      await identity.get(SessionsService).revokeAll(caller);
      const refused = { code: 'unauthenticated' };
      await expect(begin()).rejects.toMatchObject(refused);
      const code = generateSync({ secret, epoch: Math.floor(identity.clock.time() / 1000) });
      const client = { clientAddress: '192.0.2.1', userAgent: '', device: null };
      const enabled = identity.get(TotpService).enable(caller, { code, name: 'Phone' }, client);
      await expect(enabled).rejects.toMatchObject(refused);
      const live = await identity
        .get(SessionListService)
        .list({ userId: caller.userId }, { limit: 10 });
      expect(live.data).toEqual([]);
    } finally {
      await identity.stop();
    }
  });
});
