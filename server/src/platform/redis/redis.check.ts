import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthChecks } from '../health/health-check.js';
import { RedisConnections } from './redis-connections.js';

/** Whether Redis answers. Without it limits count in memory and jobs wait, so requests go on. */
@Injectable()
export class RedisCheck implements OnModuleInit {
  constructor(
    private readonly checks: HealthChecks,
    private readonly connections: RedisConnections,
  ) {}

  onModuleInit(): void {
    if (!this.connections.configured) return;
    const client = this.connections.eager('health');
    this.checks.add({
      name: 'redis',
      critical: false,
      check: async () => void (await client.ping()),
    });
  }
}
