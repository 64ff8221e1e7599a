import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { errors } from '@gatehouse/contracts/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../kernel/error.js';
import { Logger } from '../telemetry/logger.js';
import { RepeatedWarnings } from '../telemetry/warnings/repeated-warnings.js';
import type { AllowedMethods } from './allowed-methods.js';
import { pathOf, type ProblemRequest, toAppError, toProblem } from './problem.js';
import { tellLimit } from './rate-limit-fields.js';

/**
 * Whoever finds no room is told so no earlier than this after they asked, in milliseconds: programs
 * that come back at once would take the time from those whose turn it is.
 */
const earliestRefusal = 500;
/** More of them are not held, so that a flood fills no memory. */
const mostHeld = 256;

/** Turns every error, from a handler, a hook or Fastify itself, into a problem document. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly warnings: RepeatedWarnings;
  private held = 0;

  constructor(
    private readonly logger: Logger,
    private readonly methods: AllowedMethods,
  ) {
    this.warnings = new RepeatedWarnings(logger);
  }

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const error = this.refine(toAppError(thrown), request, reply);
    this.log(error);
    const send = () => sendProblem(error, request, reply);
    if (error.code === 'overloaded') this.hold(earliestRefusal - reply.elapsedTime, send);
    else send();
  }

  /** @param time to wait before `send`, in milliseconds. */
  private hold(time: number, send: () => void): void {
    if (time <= 0 || this.held === mostHeld) return send();
    this.held += 1;
    setTimeout(() => {
      this.held -= 1;
      send();
    }, time);
  }

  /** Tells a path that is there, though not for this method, from one that is not. */
  private refine(error: AppError, request: FastifyRequest, reply: FastifyReply): AppError {
    if (error.code !== 'not_found' || request.routeOptions.config.contract) return error;
    const allowed = this.methods.find(pathOf(request.url));
    if (allowed.length === 0) return error;
    void reply.header('allow', allowed.join(', '));
    return new AppError('method_not_allowed');
  }

  private log(error: AppError): void {
    const { code, options } = error;
    const { logLevel, title } = errors[code];
    if (logLevel === 'warn') return this.warnings.warn(title, { code });
    const thrown = logLevel === 'error' ? { error: options.cause ?? error } : {};
    this.logger[logLevel](title, { code, ...thrown });
  }
}

/** Answers with a problem document. */
export function sendProblem(
  error: AppError,
  request: ProblemRequest,
  reply: Pick<FastifyReply, 'header' | 'status' | 'errorCode'>,
): void {
  const problem = toProblem(error, request);
  reply.errorCode = error.code;
  if (error.options.retryAfter !== undefined)
    void reply.header('retry-after', Math.max(1, Math.ceil(error.options.retryAfter)));
  if (error.options.limit) tellLimit(error.options.limit, reply);
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
  void reply.status(problem.status).type('application/problem+json').send(problem);
}
