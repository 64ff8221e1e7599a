import './fastify-types.js';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../kernel/error.js';
import type { Done } from './route-hooks.js';

/** How long a body may take to arrive, in milliseconds. */
export interface BodyPatience {
  /** All of it. */
  readonly whole: number;
  /** The next bytes of an upload, which may take as long as it is large. */
  readonly upload: number;
}

/** Bytes a second that an upload moves at least, where it is waited for. */
const slowest = 1024;

/**
 * Ends requests whose body does not arrive (ASVS 5.0, 13.1: slow clients hold nothing for long). An
 * upload may take any time as long as it moves: Node's own limit knows only whole requests, so this
 * stands in its place. Comes before every other hook, as what is refused may have a body too.
 */
export function installBodyPatience(fastify: FastifyInstance, patience: BodyPatience): void {
  fastify.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done: Done) => {
    if (hasBody(request.raw)) watch(request, reply, patience);
    done();
  });
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

function watch(
  { raw, routeOptions }: FastifyRequest,
  reply: FastifyReply,
  { whole, upload }: BodyPatience,
): void {
  const isUpload = routeOptions.config?.contract?.upload !== undefined;
  let arrived = raw.socket.bytesRead;
  // What waits for us to read it is no fault of the sender's.
  const moves = (): boolean => {
    const more = raw.socket.bytesRead - arrived;
    arrived += more;
    return more >= (slowest * upload) / 1000 || raw.readableLength > 0;
  };
  const look = () => {
    // It may be all there by now, and nobody reads it.
    if (raw.complete || raw.destroyed || (isUpload && moves())) return;
    giveUp(raw, reply);
  };
  // What has come is read first: this process may have been the slow one.
  const late = () => setImmediate(look);
  const timer = isUpload ? setInterval(late, upload) : setTimeout(late, whole);
  raw.once('close', () => clearTimeout(timer));
}

/** Answers 408 through whoever reads the body, and closes the connection. */
function giveUp(raw: IncomingMessage, reply: FastifyReply): void {
  if (reply.sent || raw.listenerCount('error') === 0) return void raw.destroy();
  void reply.header('connection', 'close');
  raw.emit('error', new AppError('request_timeout'));
}
