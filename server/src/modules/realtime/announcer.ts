import { Injectable } from '@nestjs/common';
import { LiveSockets } from './connections/live-sockets.js';
import { FanOut } from './fan-out/fan-out.js';
import { RealtimeMetrics } from './realtime.metrics.js';
import type { Message, RealtimeNamespace } from './realtime-types.js';
import { LiveMetrics } from './sources/live-metrics.js';
import { LiveNotifications } from './sources/live-notifications.js';

/** Tells the sockets of this instance what happened; each of the other instances hears of it itself. */
@Injectable()
export class Announcer {
  constructor(
    private readonly fanOut: FanOut,
    private readonly live: LiveSockets,
    private readonly metrics: RealtimeMetrics,
    private readonly notifications: LiveNotifications,
    private readonly security: LiveMetrics,
  ) {}

  async start(namespace: RealtimeNamespace): Promise<void> {
    this.metrics.observe(namespace);
    const tell = (message: Message) => this.tell(namespace, message);
    this.notifications.start(namespace, tell);
    this.security.start(namespace, tell);
    await this.fanOut.start(tell, () => this.live.recheckAll());
  }

  async stop(): Promise<void> {
    await this.fanOut.stop();
  }

  private tell(namespace: RealtimeNamespace, { room, event, data }: Message): void {
    this.metrics.told(event);
    // The types of Socket.IO do not follow that event and data belong together.
    (namespace.to(room) as { emit(event: string, data: unknown): boolean }).emit(event, data);
  }
}
