import type pino from 'pino';
import type { LogOutputs } from './log-outputs.js';
import type { LogFields } from './logger.js';
import { lineOf, type LoggerOptions, openPino } from './pino-logger.js';

/** Writes what happened to `audit.log`, beside the audit trail that the database keeps. */
export abstract class AuditLog {
  /** @param action name of the event, such as `user.login`. */
  abstract write(action: string, fields?: LogFields): void;
}

/** Writes audit lines to `audit.log`, `combined.log` and the console, whatever the log level. */
export class PinoAuditLog extends AuditLog {
  readonly #pino: pino.Logger;

  constructor(options: Omit<LoggerOptions, 'level'>, outputs: LogOutputs) {
    super();
    const streams = [outputs.audit, outputs.combined, outputs.console];
    this.#pino = openPino(
      { ...options, level: 'info' },
      streams.map((stream) => ({ level: 'info', stream })),
    );
  }

  write(action: string, fields?: LogFields): void {
    this.#pino.info(lineOf(fields), action);
  }
}
