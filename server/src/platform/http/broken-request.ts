import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { type ErrorCode, errors } from '@gatehouse/contracts/errors';
import { AppError } from '../../kernel/error.js';
import { newRandomId } from '../../kernel/id.js';
import { newTraceparent } from '../../kernel/trace.js';
import { toProblem } from './problem.js';
import type { unroutedTelling } from './request-telemetry.js';

/** Codes of Node's own errors that say more than that a request is broken. */
const nodeCodes: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/**
 * Answers what never became a request, such as a URL with a space in it, or headers that are too
 * large or come too late: nothing of it can be shown. The connection ends with the answer.
 * @param tell writes it to the access log and the metrics.
 */
export function answerBrokenRequest(
  error: NodeJS.ErrnoException,
  socket: Pick<Socket, 'writable' | 'remoteAddress' | 'end'>,
  tell: ReturnType<typeof unroutedTelling>,
): void {
  // A connection that broke off asks for nothing any more.
  if (!socket.writable || error.code === 'ECONNRESET') return;
  const id = newRandomId();
  const code = nodeCodes[error.code ?? ''] ?? 'bad_request';
  const context = { traceparent: newTraceparent() };
  const request = { id, method: '-', url: '-', ip: socket.remoteAddress ?? '', headers: {} };
  tell(request, code, context);
  const body = JSON.stringify(toProblem(new AppError(code), { id, url: '/', context }));
  const { status } = errors[code];
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${id}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
