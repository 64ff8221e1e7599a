import pino from 'pino';
import type { Clock } from '../../kernel/clock.js';
import { traceIdOf } from '../../kernel/trace.js';
import { currentTrace, requestContext } from '../http/request-context.js';
import type { LogOutputs } from './log-outputs.js';
import { Logger, type LogFields } from './logger.js';
import { redact } from './redact.js';
import { scrubText } from './sensitive-text.js';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

export interface LoggerOptions {
  readonly service: string;
  /** Least important level that is written. */
  readonly level: LogLevel;
  readonly clock: Clock;
}

/** Writes JSON lines: warnings and errors to `error.log`, all to `combined.log` and the console. */
export class PinoLogger extends Logger {
  readonly #pino: pino.Logger;

  constructor(options: LoggerOptions, outputs: LogOutputs) {
    super();
    this.#pino = openPino(options, [
      { level: options.level, stream: outputs.combined },
      { level: options.level, stream: outputs.console },
      { level: 'warn', stream: outputs.error },
    ]);
  }

  error(message: string, fields?: LogFields): void {
    this.#pino.error(lineOf(fields), scrubText(message));
  }

  warn(message: string, fields?: LogFields): void {
    this.#pino.warn(lineOf(fields), scrubText(message));
  }

  info(message: string, fields?: LogFields): void {
    if (this.#pino.isLevelEnabled('info')) this.#pino.info(lineOf(fields), scrubText(message));
  }

  debug(message: string, fields?: LogFields): void {
    if (this.#pino.isLevelEnabled('debug')) this.#pino.debug(lineOf(fields), scrubText(message));
  }
}

/** A pino with this house's field names (S3-117), which writes to several outputs in this thread. */
export function openPino(options: LoggerOptions, streams: pino.StreamEntry[]): pino.Logger {
  return pino(
    {
      level: options.level,
      base: { service: options.service },
      messageKey: 'message',
      timestamp: () => `,"timestamp":"${options.clock.now().toISOString()}"`,
      formatters: { level: (level) => ({ level }) },
      serializers: { err: (value: unknown) => value },
    },
    pino.multistream(streams),
  );
}

/** Names that the line itself uses: a field of the same name would stand in it twice. */
const reserved = new Set(['timestamp', 'level', 'service', 'message']);

/** Fields of a line, without secrets, with the request they go back to. */
export function lineOf(fields: LogFields | undefined): Record<string, unknown> {
  const line: Record<string, unknown> = {};
  const trace = currentTrace();
  if (trace?.correlationId !== undefined) line.correlationId = trace.correlationId;
  if (trace?.traceparent !== undefined) line.traceId = traceIdOf(trace.traceparent);
  const caller = requestContext.getStore()?.caller;
  if (caller) line.userId = caller.userId;
  if (!fields) return line;
  for (const [name, value] of Object.entries(redact(fields) as Record<string, unknown>))
    line[reserved.has(name) ? `${name}_` : name] = value;
  return line;
}
