import { AsyncLocalStorage } from 'node:async_hooks';
import { newTraceparent } from '../../kernel/trace.js';
import type { Caller } from './caller.js';

/** What is known about the request that is being served; events and logs take it from here. */
export class RequestContext {
  caller: Caller | null = null;
  /** Languages that the answer is wished in (RFC 9110, 12.5.4). */
  acceptLanguage = '';

  constructor(
    readonly requestId: string,
    /** When the request arrived, on the clock of `performance.now()`. */
    readonly startedAt: number,
    readonly clientAddress: string,
    readonly userAgent: string,
    /** W3C Trace Context that the request came with. */
    private trace: string | undefined,
  ) {}

  /** The trace that the request came with, or one that begins here. */
  get traceparent(): string {
    return (this.trace ??= newTraceparent());
  }

  /** Nothing when the request came without and nobody has asked for one, as most lead to nothing to trace. */
  get begunTrace(): string | undefined {
    return this.trace;
  }
}

export const requestContext = new AsyncLocalStorage<RequestContext>();

/** The request that something goes back to, also when it was over long ago. */
export interface Trace {
  readonly correlationId: string | undefined;
  readonly traceparent: string | undefined;
}

/** The trace of work outside of requests, such as the handling of an event. */
export const traceContext = new AsyncLocalStorage<Trace>();

/** The request that is being served, or that what is being done goes back to. */
export function currentTrace(): Trace | undefined {
  const request = requestContext.getStore();
  if (!request) return traceContext.getStore();
  return { correlationId: request.requestId, traceparent: request.traceparent };
}

/** What was written down of a trace beside something that is done later. */
export interface KeptTrace {
  readonly correlationId: string | null;
  readonly traceparent: string | null;
}

/** The present trace, to be written down. */
export function keptTrace(): KeptTrace {
  const { correlationId = null, traceparent = null } = currentTrace() ?? {};
  return { correlationId, traceparent };
}

/** The trace of all of these, or of none where they go back to different requests. */
export function sharedTrace(kept: readonly KeptTrace[]): KeptTrace {
  const [first] = kept;
  const isOne = kept.every(({ correlationId }) => correlationId === first?.correlationId);
  return first && isOne ? first : { correlationId: null, traceparent: null };
}

/** Does what a request led to, in the trace that was written down with it. */
export const inTrace = <T>({ correlationId, traceparent }: KeptTrace, work: () => T): T =>
  traceContext.run(
    { correlationId: correlationId ?? undefined, traceparent: traceparent ?? undefined },
    work,
  );

/**
 * Begins work that goes on when the request is over, or that is for others too, outside of the
 * request or event that happened to begin it: what it tells must not carry that caller's address
 * and ids. Every loop, timer and worker that a request can wake begins here.
 */
export const detached = <T>(work: () => T): T => requestContext.exit(() => traceContext.exit(work));
