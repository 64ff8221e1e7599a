import { Injectable } from '@nestjs/common';
import { and, eq, isNull } from 'drizzle-orm';
import type { Queryable } from '../../../platform/database/database.js';
import { users } from './users.table.js';

/** The one place that reads and writes password hashes of a known user. */
@Injectable()
export class UserCredentialsRepository {
  /** PHC string of the password; null where none was chosen or the account is gone. */
  async findPasswordHash(tx: Queryable, userId: string): Promise<string | null> {
    const [row] = await tx
      .select({ passwordHash: users.passwordHash })
      .from(users)
      .where(and(eq(users.id, userId), isNull(users.deletedAt)));
    return row?.passwordHash ?? null;
  }
}
