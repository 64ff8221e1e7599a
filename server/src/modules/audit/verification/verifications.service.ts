import { Injectable } from '@nestjs/common';
import type { AuditVerification } from '@gatehouse/contracts/audit';
import { after, Clock, minutes } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { newId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { Caller } from '../../../platform/http/caller.js';
import { patience, VerificationsJob } from './verifications.job.js';
import { VerificationsRepository } from './verifications.repository.js';
import type { VerificationRow } from './verifications.table.js';

/** A verification that ended this recently (ms) answers for another one. */
const goodFor = minutes(1);

/** Verifications of the trail on demand: one at a time for the whole installation. */
@Injectable()
export class VerificationsService {
  constructor(
    private readonly repository: VerificationsRepository,
    private readonly database: Database,
    private readonly job: VerificationsJob,
    private readonly clock: Clock,
  ) {}

  /** Begins one, unless one runs or has just ended. */
  async start(caller: Caller): Promise<AuditVerification> {
    const now = this.clock.now();
    const begun = await this.database.transaction(async (tx) => {
      await this.repository.giveUp(tx, after(now, -patience));
      const latest = await this.repository.findLatest(tx);
      const isGood = latest?.state === 'done' && latest.updatedAt > after(now, -goodFor);
      return isGood ? null : this.repository.begin(tx, newId(), now);
    });
    if (begun) await this.job.begin({ verificationId: begun.id, actorId: caller.userId });
    const row = begun ?? (await this.repository.findLatest(this.database.connection));
    if (!row) throw new AppError('internal');
    return toVerification(row, caller);
  }

  /** The latest one; null where there was none. */
  async findLatest(caller: Caller): Promise<AuditVerification | null> {
    const row = await this.repository.findLatest(this.database.connection);
    return row && toVerification(row, caller);
  }

  /** @throws AppError `not_found` */
  async get(caller: Caller, id: string): Promise<AuditVerification> {
    const row = await this.repository.find(this.database.connection, id);
    if (!row) throw new AppError('not_found');
    return toVerification(row, caller);
  }
}

/** How much the trail of the whole installation holds is for its staff alone. */
function toVerification(row: VerificationRow, { permissions }: Caller): AuditVerification {
  const isStaff = permissions.has('audit:read_all');
  const { id, state, valid, startedAt, updatedAt } = row;
  return {
    id,
    state,
    valid,
    entries: isStaff ? row.entries : null,
    hash: isStaff ? row.hash : null,
    sequence: isStaff ? row.sequence : null,
    reason: isStaff ? row.reason : null,
    startedAt: startedAt.toISOString(),
    finishedAt: state === 'running' ? null : updatedAt.toISOString(),
  };
}
