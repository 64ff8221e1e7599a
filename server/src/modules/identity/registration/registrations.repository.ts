import { Injectable } from '@nestjs/common';
import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne } from '../../../platform/database/primitives.js';
import { type RegistrationRow, registrations } from './registrations.table.js';

@Injectable()
export class RegistrationsRepository {
  async insert(tx: Transaction, row: RegistrationRow): Promise<void> {
    await tx.insert(registrations).values(row);
  }

  /** Uses an attempt up; null for all callers but one. */
  async consume(tx: Transaction, tokenHash: Buffer, now: Date): Promise<RegistrationRow | null> {
    return consumeOne(tx, registrations, and(eq(registrations.tokenHash, tokenHash), open(now)), {
      consumedAt: now,
    });
  }

  /** The latest attempt of an address that can still be confirmed. */
  async findLatest(tx: Queryable, emailKey: string, now: Date): Promise<RegistrationRow | null> {
    const [row] = await tx
      .select()
      .from(registrations)
      .where(and(eq(registrations.emailKey, emailKey), open(now)))
      .orderBy(desc(registrations.createdAt))
      .limit(1);
    return row ?? null;
  }
}

const open = (now: Date) => and(isNull(registrations.consumedAt), gt(registrations.expiresAt, now));
