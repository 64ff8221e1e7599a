import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { TrustedDevice } from '@gatehouse/contracts/identity/trusted-devices';
import { after, Clock, days } from '../../../../kernel/clock.js';
import { AppError } from '../../../../kernel/error.js';
import { newId } from '../../../../kernel/id.js';
import { hashToken, newToken } from '../../../../kernel/secret.js';
import {
  Database,
  type Queryable,
  type Transaction,
} from '../../../../platform/database/database.js';
import type { EventOptions } from '../../../../platform/events/envelope.js';
import { Events } from '../../../../platform/events/events.js';
import type { SessionCaller } from '../../../../platform/http/caller.js';
import type { Client } from '../../devices/client.js';
import { PoliciesRepository } from '../../policies/policies.repository.js';
import { agentOf } from '../../sessions/session.js';
import type { Account } from '../../users/account.js';
import { devicePrefix, provesAccepted } from '../accepted-factors.js';
import { type Trusting, TrustedDevicesRepository } from './trusted-devices.repository.js';
import { trustedDays, type TrustedDeviceRow } from './trusted-devices.table.js';

/** Most devices that are shown. */
const mostShown = 100;

/**
 * Devices on which a person has proved the second factor and wants to be asked for the password
 * alone for 30 days (G09), or as long as their organizations allow. The device keeps a token of 256 bits, we keep its hash.
 */
@Injectable()
export class TrustedDevicesService {
  constructor(
    private readonly repository: TrustedDevicesRepository,
    private readonly policies: PoliciesRepository,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Trusts the device that a second factor was just proved on; where the person's organizations
   * forbid that, it gets no token. @param proof its reference (RFC 8176).
   */
  async trust(
    tx: Transaction,
    { id: userId, organizationId }: Account,
    proof: string | null,
    { clientAddress, userAgent }: Client,
  ): Promise<{ deviceToken?: string }> {
    const trustedFor = await this.policies.findTrustedDays(tx, userId, trustedDays);
    if (trustedFor === 0) return {};
    const deviceToken = newToken();
    const createdAt = this.clock.now();
    const id = newId();
    await this.repository.insert(tx, {
      id,
      userId,
      tokenHash: hashToken(deviceToken),
      ipAddress: clientAddress,
      userAgent: userAgent.slice(0, 512),
      createdAt,
      expiresAt: after(createdAt, days(trustedFor)),
      lastUsedAt: null,
      proof,
    });
    const about = { organizationId, actorId: userId };
    await this.events.add(tx, events.deviceTrusted, { userId, deviceId: id }, about);
    return { deviceToken };
  }

  /**
   * What stands among a session's methods for a device that skips the second step, and notes that it
   * was used; null where it is trusted no longer, also by what the person's organizations allow now, or what was proved on it does not count in the
   * organization that the person signs in to.
   */
  async use(
    tx: Transaction,
    { id: userId, acceptedFactors }: Account,
    deviceId: string | null,
  ): Promise<string | null> {
    if (deviceId === null) return null;
    const trusting = await this.trusting(tx, userId);
    const device = await this.repository.use(tx, userId, deviceId, trusting);
    const reference = devicePrefix + (device?.proof ?? '');
    const counts = device !== null && provesAccepted(acceptedFactors, ['', reference]);
    return counts ? reference : null;
  }

  /** Latest first. */
  async list({ userId }: SessionCaller): Promise<TrustedDevice[]> {
    const { connection } = this.database;
    const trusting = await this.trusting(connection, userId);
    const rows = await this.repository.list(connection, userId, trusting, mostShown);
    const life = trusting.now.getTime() - trusting.since.getTime();
    return rows.map((row) => toTrustedDevice(row, after(row.createdAt, life)));
  }

  private async trusting(tx: Queryable, userId: string): Promise<Trusting> {
    const now = this.clock.now();
    const trustedFor = await this.policies.findTrustedDays(tx, userId, trustedDays);
    return { now, since: after(now, -days(trustedFor)) };
  }

  /** @throws AppError `not_found` */
  async revoke({ userId, organizationId }: SessionCaller, deviceId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await this.repository.remove(tx, userId, deviceId))) throw new AppError('not_found');
      const forgotten = { userId, deviceId, count: 1 };
      await this.events.add(tx, events.devicesForgotten, forgotten, { organizationId });
    });
  }

  async revokeAll({ userId, organizationId }: SessionCaller): Promise<void> {
    await this.database.transaction((tx) => this.forgetAll(tx, userId, { organizationId }));
  }

  /** Trusts none of a person's devices any longer, and tells of it where there were any. */
  async forgetAll(tx: Transaction, userId: string, about: EventOptions): Promise<void> {
    const count = await this.repository.removeAll(tx, userId);
    const forgotten = { userId, deviceId: null, count };
    if (count > 0) await this.events.add(tx, events.devicesForgotten, forgotten, about);
  }
}

/** @param end when it is trusted no longer by what the person's organizations allow. */
const toTrustedDevice = (row: TrustedDeviceRow, end: Date): TrustedDevice => ({
  id: row.id,
  ...agentOf(row.userAgent),
  ipAddress: row.ipAddress,
  createdAt: row.createdAt.toISOString(),
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  expiresAt: (end < row.expiresAt ? end : row.expiresAt).toISOString(),
});
