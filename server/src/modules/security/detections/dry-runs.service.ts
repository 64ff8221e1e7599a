import { Injectable } from '@nestjs/common';
import type { DetectionKey, DryRun } from '@gatehouse/contracts/security/detections';
import { after, Clock, days } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { AutomaticBlocksService } from '../ip-blocks/automatic-blocks.service.js';
import { MeasuresRepository } from './measures.repository.js';
import type { Thresholds } from './rule.js';
import { canDryRun, Rules } from './rules.js';

/** Tells what thresholds would have done, before somebody saves them. */
@Injectable()
export class DryRunsService {
  constructor(
    private readonly rules: Rules,
    private readonly measures: MeasuresRepository,
    private readonly blocks: AutomaticBlocksService,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** @throws AppError `conflict` for a rule that the attempts of the past cannot tell. */
  async run(key: DetectionKey, thresholds: Thresholds): Promise<DryRun> {
    const rule = this.rules.get(key);
    if (!canDryRun(rule))
      throw new AppError('conflict', { detail: 'This detection cannot be tried on the past.' });
    const kept = Math.min(this.config.GATEHOUSE_KEEP_ATTEMPTS_DAYS, 30);
    const since = after(this.clock.now(), -days(kept));
    const attempts = await this.measures.countAttempts(this.database.connection, since);
    const found = await this.database.transaction((tx) =>
      'measure' in rule
        ? this.measures.dryRun(tx, rule.measure, thresholds, since, this.blocks.spared)
        : rule.dryRun(tx, thresholds, since),
    );
    return { ...found, attempts, since: since.toISOString() };
  }
}
