import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { JobsTelemetry } from './jobs-telemetry.js';
import { Jobs } from './jobs.js';
import { QueueConnection } from './queue-connection.js';

/** Background jobs, and the connection that events share with them. */
@Global()
@Module({ providers: [JobsTelemetry, QueueConnection, Jobs], exports: [QueueConnection, Jobs] })
export class JobsModule implements OnApplicationShutdown {
  constructor(private readonly connection: QueueConnection) {}

  async onApplicationShutdown(): Promise<void> {
    await this.connection.close();
  }
}
