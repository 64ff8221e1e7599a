import { Injectable } from '@nestjs/common';
import { and, asc, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne, reserve } from '../../../platform/database/primitives.js';
import { isOpen } from '../notices/notices.repository.js';
import { notices } from '../notices/notices.table.js';
import {
  type TemplateRow,
  templates,
  type TemplateVersionRow,
  templateVersions,
} from './templates.table.js';

const there = (name: string) => and(eq(templates.name, name), isNull(templates.deletedAt));

type VersionHead = Pick<TemplateVersionRow, 'version' | 'createdAt' | 'createdBy'>;

@Injectable()
export class TemplatesRepository {
  /** The template with its first version; null when the name is in use. */
  async insert(
    tx: Transaction,
    row: TemplateRow,
    first: Omit<TemplateVersionRow, 'version'>,
  ): Promise<TemplateRow | null> {
    const made = (await reserve(tx, templates, row)) ?? (await this.takeOver(tx, row));
    if (made) await this.insertVersion(tx, { ...first, version: made.activeVersion });
    return made;
  }

  /** Takes the name of a template that was deleted; null where it was not. */
  private async takeOver(tx: Transaction, row: TemplateRow): Promise<TemplateRow | null> {
    const next = sql`${templates.lastVersion} + 1`;
    const isFree = and(eq(templates.name, row.name), isNotNull(templates.deletedAt));
    return consumeOne(tx, templates, isFree, { ...row, activeVersion: next, lastVersion: next });
  }

  async list(tx: Queryable): Promise<TemplateRow[]> {
    return tx
      .select()
      .from(templates)
      .where(isNull(templates.deletedAt))
      .orderBy(asc(templates.name));
  }

  async find(tx: Queryable, name: string): Promise<TemplateRow | null> {
    const [row] = await tx.select().from(templates).where(there(name));
    return row ?? null;
  }

  /** Latest first, at most 100. */
  async listVersions(tx: Queryable, name: string): Promise<VersionHead[]> {
    const { version, createdAt, createdBy } = templateVersions;
    return tx
      .select({ version, createdAt, createdBy })
      .from(templateVersions)
      .where(eq(templateVersions.name, name))
      .orderBy(desc(version))
      .limit(100);
  }

  async findVersion(
    tx: Queryable,
    name: string,
    version: number,
  ): Promise<TemplateVersionRow | null> {
    const where = and(eq(templateVersions.name, name), eq(templateVersions.version, version));
    const [row] = await tx.select().from(templateVersions).where(where);
    return row ?? null;
  }

  /** Takes the next number; who comes at the same time gets the one after. Null without a template. */
  async takeNumber(tx: Transaction, name: string, now: Date): Promise<number | null> {
    const next = { lastVersion: sql`${templates.lastVersion} + 1`, updatedAt: now };
    const row = await consumeOne(tx, templates, there(name), next);
    return row?.lastVersion ?? null;
  }

  async insertVersion(tx: Transaction, row: TemplateVersionRow): Promise<void> {
    await tx.insert(templateVersions).values(row);
  }

  /** Null when the template has no such version. */
  async activate(
    tx: Transaction,
    name: string,
    version: number,
    now: Date,
  ): Promise<TemplateRow | null> {
    const found = await this.findVersion(tx, name, version);
    if (!found) return null;
    const { title, category, variables } = found;
    const change = { activeVersion: version, title, category, variables, updatedAt: now };
    return consumeOne(tx, templates, there(name), change);
  }

  /** The latest that came with Gatehouse. */
  async findBuiltIn(tx: Transaction, name: string): Promise<TemplateVersionRow | null> {
    const [row] = await tx
      .select()
      .from(templateVersions)
      .where(and(eq(templateVersions.name, name), isNull(templateVersions.createdBy)))
      .orderBy(desc(templateVersions.version))
      .limit(1);
    return row ?? null;
  }

  /** Whether something is still to be told by a template. */
  async isAwaited(tx: Transaction, name: string): Promise<boolean> {
    const by = sql`${notices.content} ->> 'template' = ${name}`;
    return (await tx.$count(notices, and(isOpen, by))) > 0;
  }

  /** Deletes a template and what its versions said; false where there is none. */
  async remove(tx: Transaction, name: string, now: Date): Promise<boolean> {
    const removed = await consumeOne(tx, templates, there(name), { deletedAt: now });
    await tx.delete(templateVersions).where(eq(templateVersions.name, name));
    return removed !== null;
  }

  /** The template when what came with Gatehouse is in use, locked; null when people changed it. */
  async lockUnchanged(tx: Transaction, name: string): Promise<TemplateVersionRow | null> {
    const [row] = await tx
      .select()
      .from(templates)
      .where(and(eq(templates.name, name), templates.isBuiltIn))
      .for('update');
    const active = row && (await this.findVersion(tx, name, row.activeVersion));
    return active?.createdBy === null ? active : null;
  }
}
