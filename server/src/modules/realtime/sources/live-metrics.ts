import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { rooms } from '@gatehouse/contracts/realtime';
import { seconds } from '../../../kernel/clock.js';
import { Logger } from '../../../platform/telemetry/logger.js';
import { SecurityMetricsSource } from '../../security/monitor/security-metrics.port.js';
import type { Message, RealtimeNamespace } from '../realtime-types.js';

const every = seconds(5);
const room = rooms.monitoring();

/** Tells staff who watch how the installation stands, and asks only while somebody does. */
@Injectable()
export class LiveMetrics implements OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private asking = false;

  constructor(
    private readonly source: SecurityMetricsSource,
    private readonly logger: Logger,
  ) {}

  start(namespace: RealtimeNamespace, tell: (message: Message) => void): void {
    this.timer = setInterval(() => {
      if (namespace.adapter.rooms.has(room)) void this.ask(tell);
    }, every).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private async ask(tell: (message: Message) => void): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    try {
      tell({ room, event: 'monitoring:security-metrics', data: await this.source.current() });
    } catch (error) {
      this.logger.warn('the state of the installation could not be told', { error });
    } finally {
      this.asking = false;
    }
  }
}
