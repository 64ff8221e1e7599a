import { Injectable } from '@nestjs/common';
import { events as catalogue } from '@gatehouse/contracts/events';
import { after, Clock, minutes } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { KeyRing } from '../../../platform/crypto/key-ring.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { type JobPayload, Jobs } from '../../../platform/jobs/jobs.js';
import { type AuditVerdict, verifyAuditChain } from '../audit-verifier.js';
import { RetentionService } from '../retention/retention.service.js';
import { VerificationsRepository } from './verifications.repository.js';
import type { VerificationRow } from './verifications.table.js';

const name = 'audit.verify';
/** Once a day, at an hour when little else is done. */
const daily = { schedule: { cron: '23 3 * * *' } };
/** Entries after which it is written down how far it has got. */
const progressEvery = 20_000;

/** One that was not heard of for this long (ms) was forgotten. */
export const patience = minutes(5);

interface Order extends JobPayload {
  readonly verificationId: string;
  /** Who asked for it; null where the clock did. */
  readonly actorId: string | null;
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
    private readonly retention: RetentionService,
    private readonly jobs: Jobs,
  ) {
    jobs.register<Order>(name, async (order) => void (await this.run(order)));
    jobs.register('audit.verify-daily', () => this.verifyDaily(), daily);
  }

  async begin(order: Order): Promise<void> {
    await this.jobs.add(name, { ...order });
  }

  /** What is whole may lose what is past its time; what is not is kept as it is found. */
  async verifyDaily(): Promise<void> {
    const now = this.clock.now();
    const begun = await this.database.transaction(async (tx) => {
      await this.repository.giveUp(tx, after(now, -patience));
      return this.repository.begin(tx, newId(), now);
    });
    if (!begun) return;
    const verdict = await this.run({ verificationId: begun.id, actorId: null });
    if (verdict.valid) await this.retention.purge();
  }

  private async run({ verificationId: id, actorId }: Order): Promise<AuditVerdict> {
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
    return verdict;
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
