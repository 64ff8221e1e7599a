import { Injectable } from '@nestjs/common';
import { and, asc, eq, gte, isNull, type SQL } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne } from '../../../platform/database/primitives.js';
import { type EmailAddressRow, emailAddresses } from './email-addresses.table.js';

type NewEmailAddress = Omit<EmailAddressRow, 'removedAt'>;

/** Confirmed addresses of people beside the primary one. */
@Injectable()
export class EmailAddressesRepository {
  /** In the order in which they were added. */
  async list(tx: Queryable, userId: string): Promise<EmailAddressRow[]> {
    return tx.select().from(emailAddresses).where(of(userId)).orderBy(asc(emailAddresses.id));
  }

  async find(tx: Queryable, userId: string, id: string): Promise<EmailAddressRow | null> {
    const [row] = await tx
      .select()
      .from(emailAddresses)
      .where(and(of(userId), eq(emailAddresses.id, id)));
    return row ?? null;
  }

  async count(tx: Queryable, userId: string): Promise<number> {
    return tx.$count(emailAddresses, of(userId));
  }

  /** @throws what `isTaken` knows, when the address belongs to an account. */
  async insert(tx: Transaction, row: NewEmailAddress): Promise<void> {
    await tx.insert(emailAddresses).values(row);
  }

  /** Frees an address of a person; null for all callers but one. */
  async remove(
    tx: Transaction,
    userId: string,
    which: { readonly id: string } | { readonly emailKey: string },
    removedAt: Date,
  ): Promise<EmailAddressRow | null> {
    const named =
      'id' in which ? eq(emailAddresses.id, which.id) : eq(emailAddresses.emailKey, which.emailKey);
    return consumeOne(tx, emailAddresses, and(of(userId), named), { removedAt });
  }

  /** Frees the addresses of a person that were confirmed since a moment. @returns them. */
  async removeSince(
    tx: Transaction,
    userId: string,
    since: Date,
    removedAt: Date,
  ): Promise<EmailAddressRow[]> {
    return tx
      .update(emailAddresses)
      .set({ removedAt })
      .where(and(of(userId), gte(emailAddresses.confirmedAt, since)))
      .returning();
  }
}

const of = (userId: string): SQL | undefined =>
  and(eq(emailAddresses.userId, userId), isNull(emailAddresses.removedAt));
