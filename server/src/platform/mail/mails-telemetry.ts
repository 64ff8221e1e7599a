import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { Metrics } from '../telemetry/metrics.js';
import { MailsRepository } from './mails.repository.js';

/** Tells how many mails wait for the mail server; without one none does. */
@Injectable()
export class MailsTelemetry {
  constructor(
    repository: MailsRepository,
    { connection }: Database,
    config: Config,
    metrics: Metrics,
  ) {
    const count = () => (config.SMTP_URL === undefined ? 0 : repository.countPending(connection));
    metrics.gauge('mails_waiting', 'Mails that are to be sent, or sent again', count);
  }
}
