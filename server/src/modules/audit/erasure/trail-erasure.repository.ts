import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { and, eq, gte, isNotNull, isNull, lte, notInArray, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../../platform/database/database.js';
import { naming } from '../../../platform/database/naming/naming.js';
import { throughRows } from '../../../platform/database/gradual/through-rows.js';
import { Erasures } from '../../../platform/erasure/erasures.js';
import type {
  ErasedOrganization,
  ErasedPerson,
  ErasureSteps,
} from '../../../platform/erasure/steps.js';
import { entries } from '../audit.table.js';

const { actorId, addressSalt, detailsSalt, occurredAt, organizationId, resourceId, resourceType } =
  entries;
const inTrail = { table: entries, key: entries.sequence };
/** What entries of form 1 tell is in their hash. */
const isErasable = gte(entries.form, 2);
/** That an organization was closed, and why, stays with that it was erased. */
const told = [events.organizationClosed.type, events.organizationErased.type];

/** Takes the personal data of people and organizations that were erased out of the trail (C43); the chain stays whole. */
@Injectable()
export class TrailErasureRepository {
  /** Those about the person and by them first, by an index; then all, for what names them. */
  private readonly steps: ErasureSteps = {
    person: [
      throughRows<ErasedPerson>({
        ...inTrail,
        among: ({ userId }) => eq(resourceId, userId),
        change: async (tx, { userId }, rows) => {
          const about = and(rows, eq(resourceType, 'user'));
          await this.eraseDetails(tx, userId, about);
          // Nobody else came from there.
          await this.eraseAddress(tx, userId, and(about, isNull(actorId)));
        },
      }),
      throughRows<ErasedPerson>({
        ...inTrail,
        among: ({ userId }) => eq(actorId, userId),
        change: (tx, { userId }, rows) => this.eraseAddress(tx, userId, rows),
      }),
      throughRows<ErasedPerson>({
        ...inTrail,
        change: (tx, { userId, names, erasedAt }, rows) => {
          const isTheirs = and(lte(occurredAt, erasedAt), naming(names).inDocument(sql`details`));
          return this.eraseDetails(tx, userId, and(rows, isTheirs));
        },
      }),
    ],
    organization: [
      throughRows<ErasedOrganization>({
        ...inTrail,
        among: ({ organizationId: id }) => eq(organizationId, id),
        change: async (tx, { organizationId: id }, rows) => {
          await this.eraseDetails(tx, id, and(rows, notInArray(entries.action, told)));
          const isOther = sql`${entries.action} <> ${events.organizationErased.type}`;
          await this.eraseAddress(tx, id, and(rows, isOther));
        },
      }),
    ],
  };

  constructor(erasures: Erasures) {
    erasures.register('audit', this.steps);
  }

  private async eraseDetails(tx: Transaction, erasedFor: string, which: SQL | undefined) {
    const empty = { details: {}, detailsSalt: null, erasedFor };
    await tx
      .update(entries)
      .set(empty)
      .where(and(isErasable, isNotNull(detailsSalt), which));
  }

  private async eraseAddress(tx: Transaction, erasedFor: string, which: SQL | undefined) {
    const empty = { ipAddress: null, userAgent: null, addressSalt: null, erasedFor };
    await tx
      .update(entries)
      .set(empty)
      .where(and(isErasable, isNotNull(addressSalt), which));
  }
}
