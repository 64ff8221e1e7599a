import { Injectable } from '@nestjs/common';
import { after, Clock, seconds } from '../../../kernel/clock.js';
import { Database } from '../../database/database.js';
import { EventDirectory } from '../event-listener.js';
import { EventTransport } from './event-transport.js';
import { FailedEventsRepository } from './failed-events.repository.js';

/** A failed event whose try is that much overdue was forgotten by the transport. */
const overdueAfter = seconds(30);

/** Reminds the transport of tries that it forgot. */
@Injectable()
export class RetryReminder {
  constructor(
    private readonly database: Database,
    private readonly directory: EventDirectory,
    private readonly failed: FailedEventsRepository,
    private readonly transport: EventTransport,
    private readonly clock: Clock,
  ) {}

  async remind(): Promise<void> {
    const now = this.clock.now();
    for (const recipient of this.directory.recipients) {
      const next = await this.failed.nextAttempt(this.database.connection, recipient);
      if (next && next < after(now, -overdueAfter))
        await this.transport.retryAt(recipient.address, now);
    }
  }
}
