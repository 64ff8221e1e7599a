import { Injectable } from '@nestjs/common';
import { and, desc, eq, gt } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../../platform/database/database.js';
import { consumeOne } from '../../../../platform/database/primitives.js';
import { type TrustedDeviceRow, trustedDevices } from './trusted-devices.table.js';

const own = (userId: string, id: string) =>
  and(eq(trustedDevices.id, id), eq(trustedDevices.userId, userId));

/** Which devices are trusted at a moment. */
export interface Trusting {
  readonly now: Date;
  /** Devices from before are trusted no longer, by what the person's organizations ask for now. */
  readonly since: Date;
}

const trusted = ({ now, since }: Trusting) =>
  and(gt(trustedDevices.expiresAt, now), gt(trustedDevices.createdAt, since));

@Injectable()
export class TrustedDevicesRepository {
  async insert(tx: Transaction, row: TrustedDeviceRow): Promise<void> {
    await tx.insert(trustedDevices).values(row);
  }

  /** Devices that a person trusts now and has trusted since a moment, latest first. */
  async list(
    tx: Queryable,
    userId: string,
    { now, since }: Trusting,
    limit: number,
  ): Promise<TrustedDeviceRow[]> {
    return tx
      .select()
      .from(trustedDevices)
      .where(and(eq(trustedDevices.userId, userId), trusted({ now, since })))
      .orderBy(desc(trustedDevices.id))
      .limit(limit);
  }

  /** Notes that a device was used; null when it is trusted no longer. */
  async use(
    tx: Transaction,
    userId: string,
    id: string,
    trusting: Trusting,
  ): Promise<TrustedDeviceRow | null> {
    const one = and(own(userId, id), trusted(trusting));
    return consumeOne(tx, trustedDevices, one, { lastUsedAt: trusting.now });
  }

  /** @returns whether the person had such a device. */
  async remove(tx: Transaction, userId: string, id: string): Promise<boolean> {
    const rows = await tx.delete(trustedDevices).where(own(userId, id)).returning();
    return rows.length === 1;
  }

  /** @returns how many it were. */
  async removeAll(tx: Transaction, userId: string): Promise<number> {
    const rows = await tx
      .delete(trustedDevices)
      .where(eq(trustedDevices.userId, userId))
      .returning({ id: trustedDevices.id });
    return rows.length;
  }
}
