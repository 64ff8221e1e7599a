import { Injectable } from '@nestjs/common';
import type { SecurityMetrics } from '@gatehouse/contracts/security/monitor';
import { after, Clock, hours, minutes } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { AlertsRepository } from '../alerts/alerts.repository.js';
import { IpBlocksRepository } from '../ip-blocks/ip-blocks.repository.js';
import { AttemptCountsRepository } from '../login-attempts/attempt-counts.repository.js';
import { SecurityMetricsSource } from './security-metrics.port.js';

/** Rows of each top list. */
const mostShown = 5;

@Injectable()
export class SecurityMetricsService extends SecurityMetricsSource {
  constructor(
    private readonly counts: AttemptCountsRepository,
    private readonly blocks: IpBlocksRepository,
    private readonly alerts: AlertsRepository,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async current(): Promise<SecurityMetrics> {
    const { connection } = this.database;
    const now = this.clock.now();
    const nextMinute = new Date((Math.floor(now.getTime() / minutes(1)) + 1) * minutes(1));
    const from = after(nextMinute, -hours(1));
    const [timeline, activeBlocks, openAlerts, topAddresses, topAccounts] = await Promise.all([
      this.counts.timeline(connection, from, nextMinute, 60),
      this.blocks.countActive(connection, now),
      this.alerts.countOpen(connection, now),
      this.counts.top(connection, 'address', from, mostShown),
      this.counts.top(connection, 'account', from, mostShown),
    ]);
    const failures = timeline.reduce((sum, { failed }) => sum + failed, 0);
    return {
      at: now.toISOString(),
      minutes: timeline.map(({ start, ...count }) => ({ start: start.toISOString(), ...count })),
      attempts: timeline.reduce((sum, { succeeded }) => sum + succeeded, failures),
      failures,
      activeBlocks,
      openAlerts,
      topAddresses,
      topAccounts,
    };
  }
}
