import { Injectable } from '@nestjs/common';
import { and, eq, getTableColumns, isNull } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { users } from '../users/users.table.js';
import { type PictureRow, pictures } from './pictures.table.js';

@Injectable()
export class PicturesRepository {
  /** Null where nobody has it any more, and where its person's account was deleted. */
  async find(tx: Queryable, id: string): Promise<PictureRow | null> {
    const [row] = await tx
      .select(getTableColumns(pictures))
      .from(pictures)
      .innerJoin(users, eq(users.id, pictures.userId))
      .where(and(eq(pictures.id, id), isNull(users.deletedAt)));
    return row ?? null;
  }

  /** Puts a picture in the place of the one that its person has. */
  async replace(tx: Transaction, row: PictureRow): Promise<void> {
    await this.point(tx, row.userId, row.id, row.createdAt);
    await tx.insert(pictures).values(row).onConflictDoUpdate({ target: pictures.userId, set: row });
  }

  async remove(tx: Transaction, userId: string, now: Date): Promise<void> {
    await this.point(tx, userId, null, now);
    await tx.delete(pictures).where(eq(pictures.userId, userId));
  }

  /** Before the picture itself, so that of two changes at once the later one waits here. */
  private async point(
    tx: Transaction,
    userId: string,
    pictureId: string | null,
    updatedAt: Date,
  ): Promise<void> {
    await tx.update(users).set({ pictureId, updatedAt }).where(eq(users.id, userId));
  }
}
