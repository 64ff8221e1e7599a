import { Inject, Injectable, type OnModuleInit, Optional } from '@nestjs/common';
import { Config } from '../config/config.js';
import { HealthChecks } from '../health/health-check.js';
import { EventTransport } from './delivery/event-transport.js';

/** Tells whether RabbitMQ answers where it carries events. */
@Injectable()
export class EventsHealth implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly transport: EventTransport,
    @Optional() @Inject(HealthChecks) private readonly checks?: HealthChecks,
  ) {}

  onModuleInit(): void {
    if (this.config.RABBITMQ_URL === undefined) return;
    const check = () => this.transport.check();
    // Without it the outboxes keep what happens, so requests go on.
    this.checks?.add({ name: 'rabbitmq', critical: false, check });
  }
}
