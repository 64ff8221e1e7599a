import { Injectable } from '@nestjs/common';
import type { DetectionSettings } from '@gatehouse/contracts/security/detections';
import { after, Clock, minutes, seconds } from '../../../../kernel/clock.js';
import type { Transaction } from '../../../../platform/database/database.js';
import { MeasuresRepository } from '../measures.repository.js';
import { PastAttemptsRepository } from '../past-attempts.repository.js';
import {
  type Finding,
  type Found,
  measured,
  type Observed,
  SpecialRule,
  type Thresholds,
} from '../rule.js';

/** Looking costs more here than elsewhere, so it is not done at every attempt. */
const pace = seconds(10);

/** Many accounts with few tries each, from however many addresses: too few for any of them to stand out. */
@Injectable()
export class PasswordSpraying extends SpecialRule {
  override readonly key = 'password_spraying';
  override readonly title = 'Password spraying';
  override readonly description =
    'Many accounts fail a few times each and none of them gets in, from whatever addresses.';
  override readonly unit = 'accounts with one to three failures';
  override readonly subjectType = 'installation';
  private lookedAt = 0;

  constructor(
    private readonly measures: MeasuresRepository,
    private readonly past: PastAttemptsRepository,
    private readonly clock: Clock,
  ) {
    super();
  }

  override defaults = (): DetectionSettings => ({
    enabled: true,
    threshold: 50,
    windowMinutes: 30,
    action: 'alert',
    severity: 'high',
  });

  override async find(
    tx: Transaction,
    observed: readonly Observed[],
    { threshold, windowMinutes }: DetectionSettings,
  ): Promise<Finding[]> {
    const failed = observed.filter(({ attempt }) => measured.failures(attempt));
    const last = failed.at(-1);
    const now = this.clock.time();
    if (!last || now - this.lookedAt < pace) return [];
    this.lookedAt = now;
    // Successes that came with them count too: whoever gets in mistyped.
    const at = observed.reduce(
      (latest, { attempt: { occurredAt } }) => (occurredAt > latest ? occurredAt : latest),
      last.attempt.occurredAt,
    );
    const count = await this.measures.countSprayed(tx, after(at, -minutes(windowMinutes)), at);
    if (count < threshold) return [];
    const summary = `${count} accounts failed a few times each in ${windowMinutes} minutes`;
    return [{ subject: null, summary, count, fresh: failed.length, at, event: last.event }];
  }

  override dryRun(tx: Transaction, thresholds: Thresholds, since: Date): Promise<Found> {
    return this.past.findSprayed(tx, thresholds, since);
  }
}
