import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Clock, seconds } from '../../../kernel/clock.js';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { Logger } from '../../../platform/telemetry/logger.js';
import { RaisingService } from '../alerts/raising.service.js';
import { DetectionsRepository } from './detections.repository.js';
import { settingsInForce } from './rule.js';
import { Rules } from './rules.js';

/**
 * Looks from time to time with the rules that look at this process and its machine. Each look that
 * finds something counts with the alert that was raised at the first, so that an episode has one
 * alert: it is over when nothing was found for the window of the rule.
 */
@Injectable()
export class WatchService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly rules: Rules,
    private readonly settings: DetectionsRepository,
    private readonly alerts: RaisingService,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    const pause = seconds(this.config.GATEHOUSE_WATCH_SECONDS);
    if (pause === 0) return;
    this.timer = setInterval(() => {
      this.looking = this.lookSafely();
    }, pause).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  async look(): Promise<void> {
    const read = this.rules.all.flatMap((rule) =>
      'read' in rule ? [{ rule, ...rule.read() }] : [],
    );
    const set = await this.settings.list(this.database.connection);
    const at = this.clock.now();
    for (const { rule, count, summary } of read) {
      const settings = settingsInForce(rule, set, this.config);
      if (!settings || count < settings.threshold) continue;
      const finding = { subject: null, summary, count, fresh: 1, at, event: null };
      await this.database.transaction((tx) => this.alerts.raise(tx, rule, finding, settings));
    }
  }

  private async lookSafely(): Promise<void> {
    await this.look().catch((error: unknown) => {
      this.logger.warn('memory could not be watched', { error });
    });
  }
}
