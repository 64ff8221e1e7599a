import { Injectable } from '@nestjs/common';
import { LiveSockets } from './connections/live-sockets.js';
import { FanOut } from './fan-out/fan-out.js';
import { RealtimeMetrics } from './realtime.metrics.js';
import type { Message, RealtimeNamespace } from './realtime-types.js';

/** Tells the sockets of this instance what happened; each of the other instances hears of it itself. */
@Injectable()
export class Announcer {
  constructor(
    private readonly fanOut: FanOut,
    private readonly live: LiveSockets,
    private readonly metrics: RealtimeMetrics,
  ) {}

  async start(namespace: RealtimeNamespace): Promise<void> {
    this.metrics.observe(namespace);
    await this.fanOut.start(
      (message) => this.tell(namespace, message),
      () => this.live.recheckAll(),
    );
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
