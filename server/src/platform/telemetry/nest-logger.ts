import type { LoggerService } from '@nestjs/common';
import { Logger } from './logger.js';

/** Parts of Nest that report every module and route at the start; nobody reads that. */
const chatty = new Set([
  'InstanceLoader',
  'RouterExplorer',
  'RoutesResolver',
  'NestFactory',
  'NestApplication',
]);

/** Sends Nest's own lines the way of all others. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    const context = rest.at(-1);
    if (typeof context === 'string' && chatty.has(context)) this.debug(message, ...rest);
    else this.logger.info(textOf(message), fieldsOf(rest));
  }

  error(message: unknown, ...rest: unknown[]): void {
    const thrown = message instanceof Error ? { error: message } : {};
    this.logger.error(textOf(message), { ...thrown, ...fieldsOf(rest) });
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.error(message, ...rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn(textOf(message), fieldsOf(rest));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(textOf(message), fieldsOf(rest));
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.debug(message, ...rest);
  }
}

const textOf = (message: unknown): string =>
  message instanceof Error ? message.message : String(message);

/** Nest calls with `(message, ...details, context)`; of an error the stack comes before the context. */
function fieldsOf(rest: unknown[]): Record<string, unknown> {
  const context = rest.at(-1);
  const details = rest.slice(0, -1).filter((detail) => detail !== undefined);
  return {
    ...(typeof context === 'string' ? { context } : {}),
    ...(details.length > 0 ? { details } : {}),
  };
}
