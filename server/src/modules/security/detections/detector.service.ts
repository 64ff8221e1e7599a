import { Injectable } from '@nestjs/common';
import type { CloudEvent } from '@gatehouse/contracts/events';
import type { DetectionSettings } from '@gatehouse/contracts/security/detections';
import { Config } from '../../../platform/config/config.js';
import type { Transaction } from '../../../platform/database/database.js';
import { RaisingService } from '../alerts/raising.service.js';
import { AutomaticBlocksService } from '../ip-blocks/automatic-blocks.service.js';
import { DetectionsRepository } from './detections.repository.js';
import { MeasuresRepository } from './measures.repository.js';
import {
  type CountingRule,
  type Finding,
  measured,
  type Observed,
  type Rule,
  settingsInForce,
} from './rule.js';
import { Rules } from './rules.js';

/**
 * Looks with every rule at attempts that were just made, and does what the settings say. Rules that
 * gather what they look at are handed it for later.
 */
@Injectable()
export class DetectorService {
  constructor(
    private readonly rules: Rules,
    private readonly settings: DetectionsRepository,
    private readonly measures: MeasuresRepository,
    private readonly alerts: RaisingService,
    private readonly blocks: AutomaticBlocksService,
    private readonly config: Config,
  ) {}

  async look(tx: Transaction, observed: readonly Observed[]): Promise<void> {
    const set = await this.settings.list(tx);
    for (const rule of this.rules.all) {
      if ('read' in rule || 'tellsOf' in rule) continue;
      if ('gather' in rule) {
        rule.gather(observed);
        continue;
      }
      const settings = settingsInForce(rule, set, this.config);
      if (!settings) continue;
      const found =
        'measure' in rule
          ? await this.count(tx, rule, observed, settings)
          : await rule.find(tx, observed, settings);
      for (const finding of found) await this.act(tx, rule, finding, settings);
    }
  }

  /** Raises alerts of what other modules found. */
  async hear(tx: Transaction, events: readonly CloudEvent[]): Promise<void> {
    const set = await this.settings.list(tx);
    for (const rule of this.rules.all) {
      if (!('tellsOf' in rule)) continue;
      const settings = settingsInForce(rule, set, this.config);
      if (!settings) continue;
      for (const event of events.filter(({ type }) => type === rule.tellsOf)) {
        const summary = rule.summaryOf(event);
        if (summary === null) continue;
        const subject = rule.subjectOf?.(event) ?? null;
        const facts = { subject, summary, count: 1, fresh: 1, event };
        await this.act(tx, rule, { ...facts, at: new Date(event.time) }, settings);
      }
    }
  }

  private async count(
    tx: Transaction,
    rule: CountingRule,
    observed: readonly Observed[],
    settings: DetectionSettings,
  ): Promise<Finding[]> {
    const { measure } = rule;
    const counted = observed.filter(({ attempt }) => measured[measure.of](attempt));
    const bySubject = Map.groupBy(counted, ({ attempt }) => attempt[measure.by]);
    const subjects = [...bySubject].flatMap(([subject, fresh]) =>
      subject === null || (measure.by === 'network' && this.blocks.spares(subject))
        ? []
        : [{ subject, last: lastOf(fresh), fresh }],
    );
    if (subjects.length === 0) return [];
    const wanted = subjects.map(({ subject, last }) => ({
      subject,
      until: last.attempt.occurredAt,
    }));
    const counts = await this.measures.count(tx, measure, wanted, settings.windowMinutes);
    return subjects.flatMap(({ subject, last, fresh }) => {
      const count = counts.get(subject) ?? 0;
      if (count < settings.threshold) return [];
      const summary = rule.summary(count, settings, subject.replace(/\/32$/, ''));
      const at = last.attempt.occurredAt;
      return [{ subject, summary, count, fresh: fresh.length, at, event: last.event }];
    });
  }

  private async act(
    tx: Transaction,
    rule: Rule,
    finding: Finding,
    settings: DetectionSettings,
  ): Promise<void> {
    await this.alerts.raise(tx, rule, finding, settings);
    const { subject, summary, count, at, event } = finding;
    if (settings.action !== 'alert_and_block' || rule.subjectType !== 'address') return;
    if (subject === null || event === null) return;
    const cause = { network: subject, reason: summary.text, attempts: count, at, event };
    await this.blocks.block(tx, cause);
  }
}

/** The latest of attempts that came in any order. */
const lastOf = (observed: readonly Observed[]): Observed =>
  observed.reduce((last, one) => (one.attempt.occurredAt > last.attempt.occurredAt ? one : last));
