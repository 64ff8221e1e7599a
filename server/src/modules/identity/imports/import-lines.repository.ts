import { Injectable } from '@nestjs/common';
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { ImportLine, ImportRow } from '@gatehouse/contracts/identity/imports';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { type ImportLineRow, importLines, type ImportsRow } from './imports.table.js';

/** Of a line that waits: whether its address or username belongs to somebody, or to a line before it. */
export interface WaitingLine extends ImportLineRow {
  readonly emailTaken: boolean;
  /** The member of the organization whose address it is. */
  readonly memberId: string | null;
  readonly usernameTaken: boolean;
  readonly emailRepeated: boolean;
  readonly usernameRepeated: boolean;
}

/** A line that waits, with what it says. */
export interface ImportedLine extends WaitingLine {
  readonly data: ImportRow;
}

/** What lines that wait give to people, each once. */
export interface LineWishes {
  /** By their names; null for the usual one. */
  readonly roles: readonly (string | null)[];
  readonly groups: readonly string[];
  /** Whether one brings what is believed of the platform's staff alone. */
  readonly vouched: boolean;
}

/** What became of a line. */
export interface LineResult {
  readonly line: number;
  readonly outcome: ImportLine['outcome'];
  readonly message: string | null;
}

@Injectable()
export class ImportLinesRepository {
  async add(
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
        memberId: sql<string | null>`(SELECT a.user_id FROM identity.account_addresses a
          JOIN identity.memberships m USING (user_id)
          WHERE m.organization_id = ${organizationId} AND a.email_key = import_lines.email_key
          LIMIT 1)`,
        usernameTaken: sql<boolean>`EXISTS (SELECT FROM identity.users u
          WHERE u.username_key = import_lines.username_key AND u.deleted_at IS NULL)
          OR coalesce(identity.is_username_held(import_lines.username_key, NULL), false)`,
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

  /** What the lines that wait give to people. */
  async findWishes(tx: Queryable, importId: string): Promise<LineWishes> {
    const waiting = sql`import_id = ${importId} AND outcome = 'waiting'`;
    const { rows } = await tx.execute<LineWishes & Record<string, unknown>>(sql`
      SELECT ARRAY(SELECT DISTINCT data->>'role' FROM ${importLines} WHERE ${waiting}) AS roles,
             ARRAY(SELECT DISTINCT jsonb_array_elements_text(data->'groups')
                     FROM ${importLines} WHERE ${waiting}) AS groups,
             EXISTS (SELECT FROM ${importLines} WHERE ${waiting}
                        AND (data ? 'passwordHash' OR data @> '{"emailVerified":true}')) AS vouched`);
    return rows[0] ?? { roles: [], groups: [], vouched: false };
  }

  /** Notes what became of lines, and forgets what they said. */
  async finish(tx: Transaction, importId: string, results: readonly LineResult[]): Promise<void> {
    await tx.execute(sql`
      UPDATE ${importLines} SET outcome = rows.outcome, message = rows.message, data = NULL
        FROM jsonb_to_recordset(${JSON.stringify(results)}::jsonb) AS rows (
          "line" integer, "outcome" text, "message" text)
       WHERE ${importLines.importId} = ${importId} AND ${importLines.line} = rows.line`);
  }

  /** Forgets the lines that wait. */
  async cancel(tx: Queryable, importId: string): Promise<void> {
    const waiting = and(eq(importLines.importId, importId), eq(importLines.outcome, 'waiting'));
    await tx.update(importLines).set({ outcome: 'cancelled', data: null }).where(waiting);
  }

  /** Lines of an import in their order, one more than `limit`. */
  async list(
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
