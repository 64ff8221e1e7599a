import { Inject, Injectable, type OnModuleInit, Optional } from '@nestjs/common';
import { Database } from '../database/database.js';
import { HealthChecks } from './health-check.js';

/** Whether the database answers. */
@Injectable()
export class DatabaseCheck implements OnModuleInit {
  constructor(
    private readonly checks: HealthChecks,
    @Optional() @Inject(Database) private readonly database?: Database,
  ) {}

  onModuleInit(): void {
    const { database } = this;
    if (!database) return;
    this.checks.add({
      name: 'database',
      critical: true,
      check: async () => void (await database.pool.query('SELECT 1')),
    });
  }
}
