import { Injectable } from '@nestjs/common';
import { and, asc, eq, gt, ne, sql } from 'drizzle-orm';
import type { AnyPgColumn, PgTable } from 'drizzle-orm/pg-core';
import { Database } from '../database/database.js';

/** A column whose fields the field cipher sealed. */
export interface SealedColumn {
  readonly table: PgTable;
  /** The primary key. */
  readonly id: AnyPgColumn;
  readonly sealed: AnyPgColumn;
  /** What the field of a row is bound to. */
  readonly placeOf: (id: string) => string;
}

export interface SealedField {
  readonly id: string;
  readonly sealed: Buffer;
}

@Injectable()
export class SealedColumnsRepository {
  constructor(private readonly database: Database) {}

  /** Some fields that do not begin with `prefix`, by their key, after `afterId`. */
  async listSealedOtherwise(
    { table, id, sealed }: SealedColumn,
    prefix: Buffer,
    limit: number,
    afterId: string | undefined,
  ): Promise<SealedField[]> {
    const isOther = ne(sql`substring(${sealed} from 1 for ${prefix.length}::int)`, prefix);
    return this.database.connection
      .select({ id: sql<string>`${id}::text`, sealed: sql<Buffer>`${sealed}` })
      .from(table)
      .where(and(isOther, afterId === undefined ? undefined : gt(id, afterId)))
      .orderBy(asc(id))
      .limit(limit);
  }

  /** Puts a field in the place of what it was opened from; nothing when that changed meanwhile. */
  async replace(column: SealedColumn, field: SealedField, fresh: Buffer): Promise<void> {
    const { table, id, sealed } = column;
    await this.database.connection.execute(
      sql`UPDATE ${table} SET ${sql.identifier(sealed.name)} = ${fresh}
           WHERE ${and(eq(id, field.id), eq(sealed, field.sealed))}`,
    );
  }
}
