import { Injectable } from '@nestjs/common';
import { inArray } from 'drizzle-orm';
import { Database } from '../../../platform/database/database.js';
import { UserDirectory } from './user-directory.port.js';
import { users } from './users.table.js';

@Injectable()
export class UserDirectoryRepository extends UserDirectory {
  constructor(private readonly database: Database) {
    super();
  }

  async namesOf(userIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (userIds.length === 0) return new Map();
    const { id, firstName, lastName } = users;
    const rows = await this.database.connection
      .select({ id, firstName, lastName })
      .from(users)
      .where(inArray(id, [...userIds]));
    return new Map(rows.map((row) => [row.id, `${row.firstName} ${row.lastName}`.trim()]));
  }
}
