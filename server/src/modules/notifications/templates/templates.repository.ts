import { Injectable } from '@nestjs/common';
import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne, reserve } from '../../../platform/database/primitives.js';
import {
  type TemplateRow,
  templates,
  type TemplateVersionRow,
  templateVersions,
} from './templates.table.js';

type VersionHead = Omit<TemplateVersionRow, 'contents' | 'name'>;

@Injectable()
export class TemplatesRepository {
  /** False when the name is in use. */
  async insert(tx: Transaction, row: TemplateRow, first: TemplateVersionRow): Promise<boolean> {
    if (!(await reserve(tx, templates, row))) return false;
    await tx.insert(templateVersions).values(first);
    return true;
  }

  async list(tx: Queryable): Promise<TemplateRow[]> {
    return tx.select().from(templates).orderBy(asc(templates.name));
  }

  async find(tx: Queryable, name: string): Promise<TemplateRow | null> {
    const [row] = await tx.select().from(templates).where(eq(templates.name, name));
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
    const row = await consumeOne(tx, templates, eq(templates.name, name), next);
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
    const exists = sql`EXISTS (SELECT FROM ${templateVersions} v
      WHERE v.name = ${name} AND v.version = ${version})`;
    const change = { activeVersion: version, updatedAt: now };
    return consumeOne(tx, templates, and(eq(templates.name, name), exists), change);
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
