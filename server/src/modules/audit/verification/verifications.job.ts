import { Injectable } from '@nestjs/common';
import { events as catalogue } from '@gatehouse/contracts/events';
import { Clock } from '../../../kernel/clock.js';
import { KeyRing } from '../../../platform/crypto/key-ring.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { type JobPayload, Jobs } from '../../../platform/jobs/jobs.js';
import { type AuditVerdict, verifyAuditChain } from '../audit-verifier.js';
import { VerificationsRepository } from './verifications.repository.js';
import type { VerificationRow } from './verifications.table.js';

const name = 'audit.verify';
/** Entries after which it is written down how far it has got. */
const progressEvery = 20_000;

interface Order extends JobPayload {
  readonly verificationId: string;
  /** Who asked for it. */
  readonly actorId: string;
}

/** Reads the trail in the background and writes down what it found. */
@Injectable()
export class VerificationsJob {
  constructor(
    private readonly repository: VerificationsRepository,
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {
    jobs.register<Order>(name, (order) => this.run(order));
  }

  async begin(order: Order): Promise<void> {
    await this.jobs.add(name, { ...order });
  }

  private async run({ verificationId: id, actorId }: Order): Promise<void> {
    let told = 0;
    const verdict = await verifyAuditChain(this.database, this.keys, {
      onProgress: (entries) => {
        if (entries - told < progressEvery) return;
        told = entries;
        void this.tellProgress(id, entries).catch(() => {});
      },
    });
    await this.database.transaction(async (tx) => {
      const change = { ...foundBy(verdict), state: 'done', updatedAt: this.clock.now() } as const;
      if (!(await this.repository.update(tx, id, change))) return;
      const sequence = verdict.valid ? null : verdict.sequence;
      const data = { verificationId: id, valid: verdict.valid, sequence };
      await this.events.add(tx, catalogue.auditVerified, data, { organizationId: null, actorId });
    });
  }

  private async tellProgress(id: string, entries: number): Promise<void> {
    const change = { entries, updatedAt: this.clock.now() };
    await this.repository.update(this.database.connection, id, change);
  }
}

function foundBy(verdict: AuditVerdict): Partial<VerificationRow> {
  if (verdict.valid) return { valid: true, entries: verdict.entries, hash: verdict.hash };
  const { sequence, fault, reason } = verdict;
  return { valid: false, sequence, fault, reason };
}
