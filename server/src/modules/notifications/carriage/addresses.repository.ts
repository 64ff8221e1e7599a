import { Injectable } from '@nestjs/common';
import type { Channel } from '@gatehouse/contracts/notifications/categories';
import { and, eq, inArray, isNotNull, isNull, lt, lte } from 'drizzle-orm';
import { newId } from '../../../kernel/id.js';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne, removeAll, reserve } from '../../../platform/database/primitives.js';
import { type AddressRow, addresses, unsuppressed } from './carriage.table.js';

const same = (channel: Channel, addressKey: string) =>
  and(eq(addresses.channel, channel), eq(addresses.addressKey, addressKey));

@Injectable()
export class AddressesRepository {
  /**
   * Takes the turn of an address: of callers at once, and of those that come before `next`, one
   * gets the row and the others null.
   */
  async takeTurn(
    tx: Transaction,
    channel: Channel,
    addressKey: string,
    now: Date,
    next: Date,
  ): Promise<AddressRow | null> {
    await reserve(tx, addresses, { channel, addressKey, nextMessageAt: now });
    const isFree = and(same(channel, addressKey), lte(addresses.nextMessageAt, now));
    return consumeOne(tx, addresses, isFree, { nextMessageAt: next });
  }

  /** Sends nothing there any more. @returns whether something was until now. */
  async suppress(
    tx: Transaction,
    channel: Channel,
    addressKey: string,
    words: string,
    now: Date,
  ): Promise<boolean> {
    await reserve(tx, addresses, { channel, addressKey, nextMessageAt: now });
    const change = { suppressedAt: now, suppressedFor: words, suppressionId: newId() };
    const isOpen = and(same(channel, addressKey), isNull(addresses.suppressedAt));
    return (await consumeOne(tx, addresses, isOpen, change)) !== null;
  }

  /** Sends there again. @returns whether nothing was sent until now. */
  async lift(tx: Transaction, channel: Channel, addressKey: string): Promise<boolean> {
    const isSuppressed = and(same(channel, addressKey), isNotNull(addresses.suppressedAt));
    return (await consumeOne(tx, addresses, isSuppressed, unsuppressed)) !== null;
  }

  /** Those of some addresses to which nothing is sent any more, as `channel key`. */
  async listSuppressed(tx: Queryable, keys: readonly string[]): Promise<ReadonlySet<string>> {
    if (keys.length === 0) return new Set();
    const rows = await tx
      .select()
      .from(addresses)
      .where(and(inArray(addresses.addressKey, [...keys]), isNotNull(addresses.suppressedAt)));
    return new Set(rows.map(({ channel, addressKey }) => `${channel} ${addressKey}`));
  }

  async remove(tx: Transaction, keys: readonly string[]): Promise<void> {
    if (keys.length > 0) await tx.delete(addresses).where(inArray(addresses.addressKey, [...keys]));
  }

  /** Removes what nothing was sent to for long; a suppression stays. */
  async purge(tx: Queryable, before: Date): Promise<void> {
    const old = and(lt(addresses.nextMessageAt, before), isNull(addresses.suppressedAt));
    await removeAll(tx, addresses, old);
  }
}
