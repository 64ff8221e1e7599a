import { Global, Inject, Module, type OnModuleInit, Optional } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { AccessLog } from './access-log.js';
import { AuditLog, PinoAuditLog } from './audit-log.js';
import { type LogOutputs, openLogOutputs } from './log-outputs.js';
import { Logger } from './logger.js';
import { Metrics } from './metrics.js';
import { MetricsController } from './metrics.controller.js';
import { PinoLogger } from './pino-logger.js';
import { PrometheusMetrics } from './prometheus-metrics.js';

/** Logs and metrics, made before Nest so that the start itself can be logged. */
export interface Telemetry {
  readonly logger: Logger;
  readonly auditLog: AuditLog;
  readonly accessLog: AccessLog;
  readonly metrics: Metrics;
  readonly outputs: LogOutputs;
}

/** Opens the log files and makes all that writes to them. */
export function openTelemetry(config: Config, clock: Clock): Telemetry {
  const outputs = openLogOutputs(config, clock);
  const service = config.GATEHOUSE_SERVICE_NAME;
  return {
    logger: new PinoLogger({ service, clock, level: config.GATEHOUSE_LOG_LEVEL }, outputs),
    auditLog: new PinoAuditLog({ service, clock }, outputs),
    accessLog: new AccessLog({ service, clock }, outputs),
    metrics: new PrometheusMetrics({ service }),
    outputs,
  };
}

/** Gives every module the logs and the metrics. */
@Global()
@Module({ controllers: [MetricsController] })
export class TelemetryModule implements OnModuleInit {
  static with({ logger, auditLog, accessLog, metrics }: Omit<Telemetry, 'outputs'>) {
    return {
      module: TelemetryModule,
      providers: [
        { provide: Logger, useValue: logger },
        { provide: AuditLog, useValue: auditLog },
        { provide: AccessLog, useValue: accessLog },
        { provide: Metrics, useValue: metrics },
      ],
      exports: [Logger, AuditLog, AccessLog, Metrics],
    };
  }

  constructor(
    @Inject(Metrics) private readonly metrics: Metrics,
    @Optional() @Inject(Database) private readonly database?: Database,
  ) {}

  onModuleInit(): void {
    if (!this.database) return;
    this.metrics.observeDatabase(this.database.pool);
    const help = 'Tries of transactions that PostgreSQL gave up for another one';
    const count = this.metrics.counter('db_transactions_given_up_total', help, ['reason']);
    this.database.onGivenUp = (reason) => count({ reason });
  }
}
