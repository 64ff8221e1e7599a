import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { errors } from '@gatehouse/contracts/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AppError } from '../../kernel/error.js';
import { Logger } from '../telemetry/logger.js';
import { toAppError, toProblem } from './problem.js';

/** Turns every error, from a handler, a hook or Fastify itself, into a problem document. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const error = toAppError(thrown);
    this.log(error);
    sendProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  private log(error: AppError): void {
    const { logLevel, title } = errors[error.code];
    const cause = error.options.cause;
    this.logger[logLevel](title, {
      code: error.code,
      ...(logLevel === 'error' ? { error: cause ?? error } : {}),
    });
  }
}

/** Answers with a problem document. */
export function sendProblem(
  error: AppError,
  request: Pick<FastifyRequest, 'id' | 'url'>,
  reply: Pick<FastifyReply, 'header' | 'status' | 'errorCode'>,
): void {
  const problem = toProblem(error, request.url, request.id);
  reply.errorCode = error.code;
  if (error.options.retryAfter !== undefined)
    void reply.header('retry-after', Math.max(1, Math.ceil(error.options.retryAfter)));
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
  void reply.status(problem.status).type('application/problem+json').send(problem);
}
