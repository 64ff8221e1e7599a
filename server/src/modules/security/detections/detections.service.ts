import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type {
  Detection,
  DetectionKey,
  DetectionSettings,
} from '@gatehouse/contracts/security/detections';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { DetectionsRepository, neverSet } from './detections.repository.js';
import type { DetectionRow } from './detections.table.js';
import type { Rule } from './rule.js';
import { canDryRun, Rules } from './rules.js';

/** How staff set the detections. */
@Injectable()
export class DetectionsService {
  constructor(
    private readonly rules: Rules,
    private readonly repository: DetectionsRepository,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  async list(): Promise<Detection[]> {
    const set = await this.repository.list(this.database.connection);
    return this.rules.all.map((rule) => this.toDetection(rule, set.get(rule.key)));
  }

  /** @throws AppError `precondition_failed` */
  async update(
    key: DetectionKey,
    settings: DetectionSettings,
    updatedBy: string,
    unchangedSince?: Date,
  ): Promise<Detection> {
    const rule = this.rules.get(key);
    const row = { key, ...settings, updatedBy, updatedAt: this.clock.now() };
    const saved = await this.database.transaction(async (tx) => {
      const before = (await this.repository.list(tx)).get(key) ?? rule.defaults(this.config);
      const after = await this.repository.save(tx, row, unchangedSince);
      if (!after) throw new AppError('precondition_failed');
      const fields = changedFields(before, settings);
      const about = { organizationId: null, subject: `detection/${key}` };
      const data = {
        detection: key,
        fields,
        before: pick(before, fields),
        after: pick(settings, fields),
      };
      await this.events.add(tx, events.detectionUpdated, data, about);
      return after;
    });
    return this.toDetection(rule, saved);
  }

  private toDetection(rule: Rule, row: DetectionRow | undefined): Detection {
    const { key, title, description, advice, unit, subjectType } = rule;
    const defaults = rule.defaults(this.config);
    const { enabled, threshold, windowMinutes, action, severity } = row ?? defaults;
    const settings = { enabled, threshold, windowMinutes, action, severity };
    return {
      ...settings,
      key,
      title,
      description,
      advice,
      unit,
      canBlock: subjectType === 'address',
      canDryRun: canDryRun(rule),
      missing: 'missing' in rule ? rule.missing : null,
      changed: changedFields(defaults, settings).length > 0,
      updatedBy: row?.updatedBy ?? null,
      updatedAt: (row?.updatedAt ?? neverSet).toISOString(),
    };
  }
}

/** Some of the settings, by name. */
const pick = (settings: DetectionSettings, fields: readonly (keyof DetectionSettings)[]) =>
  Object.fromEntries(fields.map((name) => [name, settings[name]]));

const changedFields = (
  before: DetectionSettings,
  now: DetectionSettings,
): (keyof DetectionSettings)[] =>
  (['enabled', 'threshold', 'windowMinutes', 'action', 'severity'] as const).filter(
    (name) => before[name] !== now[name],
  );
