import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { seconds } from '../../../../../kernel/clock.js';
import { worksFor } from '../../../../../platform/config/apps/apps.js';
import { Config } from '../../../../../platform/config/config.js';
import { Database } from '../../../../../platform/database/database.js';
import { Logger } from '../../../../../platform/telemetry/logger.js';
import { RaisingService } from '../../../alerts/raising.service.js';
import { DetectionsRepository } from '../../detections.repository.js';
import { type GatheringRule, settingsInForce } from '../../rule.js';
import { Rules } from '../../rules.js';

/** How often attempts are looked at that were gathered. */
const pace = seconds(10);

/**
 * Looks with the rules that gather what they look at: soon after the last attempt of an attack, too,
 * when no other one comes to look at.
 */
@Injectable()
export class GatheredLooksService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly rules: Rules,
    private readonly settings: DetectionsRepository,
    private readonly alerts: RaisingService,
    private readonly database: Database,
    private readonly config: Config,
    private readonly logger: Logger,
  ) {}

  /** Looks first at what a process may have left that died. */
  onApplicationBootstrap(): void {
    if (!worksFor(this.config, 'security')) return;
    for (const rule of this.gathering) rule.recall();
    this.timer = setInterval(() => void this.look(), pace).unref();
  }

  /** What is still to be looked at is looked at now. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.look();
  }

  /** One look after another; what one could not look at, the next one does. */
  look(): Promise<void> {
    this.looking = this.looking.then(async () => {
      for (const rule of this.gathering) await this.lookSafely(rule);
    });
    return this.looking;
  }

  private get gathering(): GatheringRule[] {
    return this.rules.all.filter((rule) => 'gather' in rule);
  }

  private async lookSafely(rule: GatheringRule): Promise<void> {
    await this.lookWith(rule).catch((error: unknown) => {
      this.logger.warn('gathered attempts could not be looked at', { detection: rule.key, error });
    });
  }

  private async lookWith(rule: GatheringRule): Promise<void> {
    const { gathered } = rule;
    if (!gathered) return;
    await this.database.transaction(async (tx) => {
      const set = await this.settings.list(tx);
      const settings = settingsInForce(rule, set, this.config);
      if (!settings) return;
      const finding = await rule.find(tx, gathered, settings);
      if (finding) await this.alerts.raise(tx, rule, finding, settings);
    });
    rule.wasLookedAt(gathered);
  }
}
