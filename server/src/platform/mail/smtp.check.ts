import { Inject, Injectable, type OnModuleInit, Optional } from '@nestjs/common';
import { seconds } from '../../kernel/clock.js';
import { HealthChecks } from '../health/health-check.js';
import { SmtpTransport } from './smtp-transport.js';

/** Whether the mail server answers and lets us in. */
@Injectable()
export class SmtpCheck implements OnModuleInit {
  constructor(
    private readonly transport: SmtpTransport,
    @Optional() @Inject(HealthChecks) private readonly checks?: HealthChecks,
  ) {}

  onModuleInit(): void {
    if (!this.transport.isSet) return;
    this.checks?.add({
      name: 'smtp',
      // Mails wait in the outbox meanwhile, so requests go on.
      critical: false,
      // Each look signs in at the server, which may count that.
      freshFor: seconds(15),
      check: () => this.transport.verify(),
    });
  }
}
