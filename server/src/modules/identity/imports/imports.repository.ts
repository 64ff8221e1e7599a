import { Injectable } from '@nestjs/common';
import { and, asc, eq, gt, lt, sql } from 'drizzle-orm';
import type { ImportLine } from '@gatehouse/contracts/identity/imports';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { removeAll } from '../../../platform/database/primitives.js';
import { type ImportLineRow, importLines, imports, type ImportsRow } from './imports.table.js';

/** Of a line that waits: whether its address or username belongs to somebody, or to a line before it. */
export interface WaitingLine extends ImportLineRow {
  readonly emailTaken: boolean;
  /** The address is that of a member of the organization. */
  readonly isMember: boolean;
  readonly usernameTaken: boolean;
  readonly emailRepeated: boolean;
  readonly usernameRepeated: boolean;
}

/** What became of a line. */
export interface LineResult {
  readonly line: number;
  readonly outcome: ImportLine['outcome'];
  readonly message: string | null;
}

@Injectable()
export class ImportsRepository {
  async insert(tx: Queryable, row: ImportsRow): Promise<void> {
    await tx.insert(imports).values(row);
  }

  async update(tx: Queryable, id: string, change: Partial<ImportsRow>): Promise<void> {
    await tx.update(imports).set(change).where(eq(imports.id, id));
  }

  /** An import of an organization. */
  async find(tx: Queryable, id: string, organizationId: string): Promise<ImportsRow | null> {
    const [row] = await tx
      .select()
      .from(imports)
      .where(and(eq(imports.id, id), eq(imports.organizationId, organizationId)));
    return row ?? null;
  }

  /** Locks an import that runs, so that of runners at once one goes on. */
  async claim(tx: Transaction, id: string): Promise<ImportsRow | null> {
    const [row] = await tx
      .select()
      .from(imports)
      .where(and(eq(imports.id, id), eq(imports.state, 'running')))
      .for('update');
    return row ?? null;
  }

  /** Imports that nobody has worked on since `before`. */
  async listForgotten(tx: Queryable, before: Date): Promise<string[]> {
    const rows = await tx
      .select({ id: imports.id })
      .from(imports)
      .where(and(eq(imports.state, 'running'), lt(imports.updatedAt, before)));
    return rows.map(({ id }) => id);
  }

  /** Removes imports, with their lines, that began before a moment. */
  async purge(tx: Queryable, before: Date): Promise<number> {
    return removeAll(tx, imports, lt(imports.createdAt, before), 1);
  }

  async addLines(
    tx: Queryable,
    importId: string,
    lines: readonly Omit<ImportLineRow, 'importId'>[],
  ): Promise<void> {
    await tx.execute(sql`
      INSERT INTO ${importLines} (import_id, line, email, email_key, username_key, outcome, message, data)
      SELECT ${importId}, * FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS rows (
        "line" integer, "email" text, "emailKey" text, "usernameKey" text, "outcome" text, "message" text, "data" jsonb)`);
  }

  /** The next lines that wait, in order. */
  async listWaiting(
    tx: Transaction,
    { id, position, organizationId }: Pick<ImportsRow, 'id' | 'position' | 'organizationId'>,
    limit: number,
  ): Promise<WaitingLine[]> {
    const found = await tx
      .select({
        line: importLines,
        emailTaken: sql<boolean>`EXISTS (SELECT FROM identity.account_addresses a
          WHERE a.email_key = import_lines.email_key)`,
        isMember: sql<boolean>`EXISTS (SELECT FROM identity.account_addresses a
          JOIN identity.memberships m USING (user_id)
          WHERE m.organization_id = ${organizationId} AND a.email_key = import_lines.email_key)`,
        usernameTaken: sql<boolean>`EXISTS (SELECT FROM identity.users u
          WHERE u.username_key = import_lines.username_key AND u.deleted_at IS NULL)`,
        emailRepeated: anyBefore('earlier.email_key = import_lines.email_key'),
        usernameRepeated: anyBefore('earlier.username_key = import_lines.username_key'),
      })
      .from(importLines)
      .where(
        and(
          eq(importLines.importId, id),
          gt(importLines.line, position),
          eq(importLines.outcome, 'waiting'),
        ),
      )
      .orderBy(asc(importLines.line))
      .limit(limit);
    return found.map(({ line, ...about }) => ({ ...line, ...about }));
  }

  /** Notes what became of lines, and forgets what they said. */
  async finishLines(
    tx: Transaction,
    importId: string,
    results: readonly LineResult[],
  ): Promise<void> {
    await tx.execute(sql`
      UPDATE ${importLines} SET outcome = rows.outcome, message = rows.message, data = NULL
        FROM jsonb_to_recordset(${JSON.stringify(results)}::jsonb) AS rows (
          "line" integer, "outcome" text, "message" text)
       WHERE ${importLines.importId} = ${importId} AND ${importLines.line} = rows.line`);
  }

  /** Lines of an import in their order, one more than `limit`. */
  async listLines(
    tx: Queryable,
    importId: string,
    { limit, after, outcome }: LineQuery,
  ): Promise<ImportLineRow[]> {
    return tx
      .select()
      .from(importLines)
      .where(
        and(
          eq(importLines.importId, importId),
          gt(importLines.line, after),
          outcome === undefined ? undefined : eq(importLines.outcome, outcome),
        ),
      )
      .orderBy(asc(importLines.line))
      .limit(limit + 1);
  }
}

interface LineQuery {
  readonly limit: number;
  /** Only those after this line. */
  readonly after: number;
  readonly outcome: ImportLine['outcome'] | undefined;
}

const anyBefore = (condition: string) =>
  sql<boolean>`EXISTS (SELECT FROM identity.import_lines earlier
    WHERE earlier.import_id = import_lines.import_id AND earlier.line < import_lines.line
      AND ${sql.raw(condition)})`;
