import { Injectable } from '@nestjs/common';
import { rooms, type ServerEventName } from '@gatehouse/contracts/realtime';
import { Metrics } from '../../platform/telemetry/metrics.js';
import type { RealtimeNamespace } from './realtime-types.js';

/** What is counted of sockets. */
@Injectable()
export class RealtimeMetrics {
  private readonly events: (labels: { event: string }) => void;

  constructor(private readonly metrics: Metrics) {
    this.events = metrics.counter('realtime_events_total', 'Events told to rooms of sockets', [
      'event',
    ]);
  }

  /** Counts an event that a room is told of. */
  told(event: ServerEventName): void {
    this.events({ event });
  }

  /** Says whose sockets are counted. */
  observe(namespace: RealtimeNamespace): void {
    const { metrics } = this;
    metrics.gauge('realtime_sockets', 'Sockets that are open', () => namespace.sockets.size);
    metrics.gauge(
      'realtime_monitoring_sockets',
      'Sockets that watch the security monitor',
      () => namespace.adapter.rooms.get(rooms.monitoring())?.size ?? 0,
    );
  }
}
