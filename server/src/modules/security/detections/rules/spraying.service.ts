import { Injectable } from '@nestjs/common';
import type { FindingKey } from '@gatehouse/contracts/language/finding-words';
import type { DetectionKey, DetectionSettings } from '@gatehouse/contracts/security/detections';
import { after, Clock, minutes, seconds } from '../../../../kernel/clock.js';
import type { Transaction } from '../../../../platform/database/database.js';
import { MeasuresRepository } from '../measures.repository.js';
import { PastAttemptsRepository, type Sprayed } from '../past-attempts.repository.js';
import {
  type Finding,
  type Found,
  measured,
  type Observed,
  say,
  SpecialRule,
  type Thresholds,
} from '../rule.js';

/** Looking costs more here than elsewhere, so it is not done at every attempt. */
const pace = seconds(10);

/** Many accounts that fail and do not get in, from however many addresses. */
@Injectable()
export abstract class Spraying extends SpecialRule {
  abstract override readonly key: Extract<DetectionKey, FindingKey>;
  override readonly subjectType = 'installation';
  protected abstract readonly sprayed: Sprayed;
  protected abstract readonly counted: 'failures' | 'codes';
  private lookedAt = 0;

  constructor(
    private readonly measures: MeasuresRepository,
    private readonly past: PastAttemptsRepository,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async find(
    tx: Transaction,
    observed: readonly Observed[],
    { threshold, windowMinutes }: DetectionSettings,
  ): Promise<Finding[]> {
    const failed = observed.filter(({ attempt }) => measured[this.counted](attempt));
    const last = failed.at(-1);
    const now = this.clock.time();
    if (!last || now - this.lookedAt < pace) return [];
    this.lookedAt = now;
    // Successes that came with them count too: whoever gets in mistyped.
    const at = observed.reduce(
      (latest, { attempt: { occurredAt } }) => (occurredAt > latest ? occurredAt : latest),
      last.attempt.occurredAt,
    );
    const since = after(at, -minutes(windowMinutes));
    const count = await this.measures.countSprayed(tx, this.sprayed, since, at);
    if (count < threshold) return [];
    const summary = say(this.key, { count, minutes: windowMinutes });
    return [{ subject: null, summary, count, fresh: failed.length, at, event: last.event }];
  }

  override dryRun(tx: Transaction, thresholds: Thresholds, since: Date): Promise<Found> {
    return this.past.findSprayed(tx, this.sprayed, thresholds, since);
  }
}
