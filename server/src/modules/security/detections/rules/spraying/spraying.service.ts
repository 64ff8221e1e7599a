import { Injectable } from '@nestjs/common';
import type { FindingKey } from '@gatehouse/contracts/language/finding-words';
import type { DetectionKey, DetectionSettings } from '@gatehouse/contracts/security/detections';
import { after, Clock, minutes } from '../../../../../kernel/clock.js';
import type { Transaction } from '../../../../../platform/database/database.js';
import type { AttemptRow } from '../../../login-attempts/login-attempts.table.js';
import { MeasuresRepository } from '../../measures.repository.js';
import { PastAttemptsRepository, type Sprayed } from '../../past-attempts.repository.js';
import {
  type Finding,
  type Found,
  type Gathered,
  GatheringRule,
  measured,
  say,
  type Thresholds,
} from '../../rule.js';

/** Many accounts that fail and do not get in, from however many addresses. */
@Injectable()
export abstract class Spraying extends GatheringRule {
  abstract override readonly key: Extract<DetectionKey, FindingKey>;
  override readonly subjectType = 'installation';
  protected abstract readonly sprayed: Sprayed;
  protected abstract readonly counted: 'failures' | 'codes';

  constructor(
    private readonly measures: MeasuresRepository,
    private readonly past: PastAttemptsRepository,
    clock: Clock,
  ) {
    super(clock);
  }

  override async find(
    tx: Transaction,
    { fresh, at, event }: Gathered,
    { threshold, windowMinutes }: DetectionSettings,
  ): Promise<Finding | null> {
    const since = after(at, -minutes(windowMinutes));
    const { count, lastAt } = await this.measures.countSprayed(tx, this.sprayed, since, at);
    if (count < threshold) return null;
    const summary = say(this.key, { count, minutes: windowMinutes });
    return { subject: null, summary, count, fresh, at: lastAt, event };
  }

  override dryRun(tx: Transaction, thresholds: Thresholds, since: Date): Promise<Found> {
    return this.past.findSprayed(tx, this.sprayed, thresholds, since);
  }

  protected override concerns(attempt: AttemptRow): boolean {
    return measured[this.counted](attempt);
  }
}
