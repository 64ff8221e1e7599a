import { type SQL, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startIdentity, type TestIdentity } from '../../../../test/harness/identity.js';
import { hours } from '../../../kernel/clock.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { KnownDevicesRepository } from '../devices/known-devices.repository.js';
import { KnownPlacesRepository } from '../devices/known-places.repository.js';
import { ErasureService } from '../erasure/erasure.service.js';
import { ErasureJob } from '../erasure/erasing/erasure.job.js';
import { OneTimeTokensService } from '../one-time-tokens/one-time-tokens.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { SigningAccountsRepository } from '../sign-in/signing-accounts.repository.js';
import { RescueService } from './rescue.service.js';

const email = 'ada@example.com';
const [home, elsewhere] = ['192.0.2.1', '198.51.100.1'];

describe('"This wasn\'t me"', () => {
  let identity: TestIdentity;
  let ada: SessionCaller;

  beforeEach(async () => {
    identity = await startIdentity();
    ada = await identity.addPerson({ email });
  });
  afterEach(() => identity.stop());

  const query = async (text: SQL) => (await identity.database.connection.execute(text)).rows;
  const reportToken = () =>
    identity.database.transaction((tx) =>
      identity.get(OneTimeTokensService).issueReport(tx, ada.userId, email),
    );
  const report = async () => identity.get(RescueService).report(await reportToken());
  const askForErasure = async () =>
    identity.get(ErasureService).request(await identity.openSession(ada));
  const cancelledAt = async () =>
    (await query(sql`SELECT cancelled_at FROM identity.erasures`)).map((row) => row.cancelled_at);

  /** A sign-in from somewhere, of which all is noted. @returns whether it is told */
  const signIn = async (clientAddress: string, userAgent: string, country: string) => {
    const { userId } = ada;
    const client = { clientAddress, userAgent, device: null };
    const begun = {
      userId,
      organizationId: null,
      sessionPreset: 'standard',
      methods: ['pwd'],
    } as const;
    return identity.database.transaction(async (tx) => {
      const { row } = await identity.get(SessionsService).open(tx, { ...begun, ...client });
      const placed = { sessionId: row.id, userId, country, at: row.createdAt };
      const device = await identity.get(KnownDevicesRepository).note(tx, [row.id]);
      const place = await identity.get(KnownPlacesRepository).note(tx, [placed]);
      return { device: device.length > 0, place: place.size > 0, sessionId: row.id };
    });
  };
  const isKnownAt = async (address: string) =>
    (await identity.get(SigningAccountsRepository).findPlace(ada.userId, address, null))
      .knownPlace !== null;

  it('calls off the erasure that a stranger asked for, and says so', async () => {
    await askForErasure();
    await report();
    expect(await cancelledAt()).toEqual([expect.any(String)]);
    const told = (await identity.events()).map(({ type }) => type);
    expect(told).toContain('user.erasure_cancelled');
    identity.clock.ahead = hours(24 * 30);
    await identity.get(ErasureJob).run();
    expect(await query(sql`SELECT FROM identity.users WHERE email = ${email}`)).toHaveLength(1);
  });

  it('leaves an erasure alone that others ordered', async () => {
    await askForErasure();
    await query(sql`UPDATE identity.erasures SET reason = 'They left'`);
    await report();
    expect(await cancelledAt()).toEqual([null]);
  });

  it('finds the erasure that is being asked for at the same time', async () => {
    const stranger = await identity.openSession(ada);
    const token = await reportToken();
    let asked: Promise<unknown> = Promise.resolve();
    await identity.database.transaction(async (tx) => {
      await identity.get(SessionsService).endAll(tx, ada.userId, 'reported', {});
      asked = identity
        .get(ErasureService)
        .request(stranger)
        .catch((error: unknown) => error);
      await identity.somebodyWaits();
    });
    expect(await asked).toMatchObject({ code: 'unauthenticated' });
    expect(await cancelledAt()).toEqual([]);
    await identity.get(RescueService).report(token);
  });

  it('takes the device, the country and the address of the stranger for strange again', async () => {
    await signIn(home, 'Home', 'DE');
    identity.clock.ahead = hours(48);
    const stranger = await signIn(elsewhere, 'Stranger', 'NZ');
    expect(stranger).toMatchObject({ device: true, place: true });
    expect(await signIn(elsewhere, 'Stranger', 'NZ')).toMatchObject({
      device: false,
      place: false,
    });
    expect(await isKnownAt(elsewhere)).toBe(true);
    // However the stranger left.
    await query(sql`UPDATE identity.sessions SET ended_at = now(), end_reason = 'signed_out'
      WHERE id = ${stranger.sessionId}`);
    await report();
    expect(await isKnownAt(elsewhere)).toBe(false);
    expect(await signIn(elsewhere, 'Stranger', 'NZ')).toMatchObject({ device: true, place: true });
    expect(await signIn(home, 'Home', 'DE')).toMatchObject({ device: false, place: false });
  });

  it('never forgets the first device: the next one would be no news', async () => {
    await signIn(home, 'Home', 'DE');
    identity.clock.ahead = hours(0.1);
    await signIn(elsewhere, 'Stranger', 'NZ');
    await report();
    expect(await signIn(elsewhere, 'Stranger', 'NZ')).toMatchObject({ device: true, place: true });
  });
});
