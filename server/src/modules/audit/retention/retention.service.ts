import { Injectable } from '@nestjs/common';
import { after, Clock, days } from '../../../kernel/clock.js';
import { Config } from '../../../platform/config/config.js';
import { KeyRing } from '../../../platform/crypto/key-ring.js';
import { Database } from '../../../platform/database/database.js';
import { signCheckpoint } from '../audit-chain.js';
import { RetentionRepository } from './retention.repository.js';

/** Removes months of the trail that are past their time (C42); the chain is proved from there on. */
@Injectable()
export class RetentionService {
  constructor(
    private readonly repository: RetentionRepository,
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * Only after the trail was found whole: what was tampered with is evidence. The checkpoint is
   * signed anew each time, so that keys can be retired. @returns how many were removed.
   */
  async purge(): Promise<number> {
    const since = monthOf(after(this.clock.now(), -days(this.config.GATEHOUSE_KEEP_AUDIT_DAYS)));
    const sequence = await this.database.transaction(async (tx) => {
      const present = await this.repository.find(tx);
      const last = await this.repository.lastBefore(tx, since);
      const { sequence: end, hash } = last ?? present ?? { sequence: 0, hash: '' };
      if (end === 0) return 0;
      const erased = last ? await this.repository.listErasedAcross(tx, end) : [];
      const known = {
        sequence: end,
        hash,
        erased: [...new Set([...erased, ...(present?.erased ?? [])])],
      };
      await this.repository.save(tx, { ...known, signature: signCheckpoint(this.keys, known) });
      return end;
    });
    return sequence === 0 ? 0 : this.repository.removeTo(this.database.connection, sequence);
  }
}

/** Beginning of the month (UTC). */
const monthOf = (date: Date): Date =>
  new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1));
