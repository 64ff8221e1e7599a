import '../fastify-types.js';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type RequestContext, requestContext } from '../request-context.js';
import { type Hand, hooksOf } from '../route-hooks.js';

interface Ready {
  readonly context: RequestContext;
  readonly write: () => void;
}

/**
 * Writes the answers of the API that are ready in one turn of the event loop one after the other, at
 * the turn's end. Where each goes out alone, whoever waits for it is woken for it alone, and waking a
 * sleeping process costs more than all that a small GET costs here. One that comes alone waits for
 * nothing. Call it when all other hooks are installed, as nothing may come between it and the writing.
 */
export function installGathering(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    if (route.config?.contract) route.onSend = [...hooksOf(route.onSend), gathering];
  });
}

const ready: Ready[] = [];

function gathering(
  { context }: FastifyRequest,
  _reply: FastifyReply,
  payload: unknown,
  done: Hand,
): void {
  if (ready.length === 0) setImmediate(writeAll);
  ready.push({ context, write: () => done(null, payload) });
}

/** Each in the context of its own request, which is what listens for its end. */
function writeAll(): void {
  for (const { context, write } of ready.splice(0)) requestContext.run(context, write);
}
