import { AsyncLocalStorage } from 'node:async_hooks';
import type { Caller } from './caller.js';

/** What is known about the request that is being served; events and logs take it from here. */
export interface RequestContext {
  readonly requestId: string;
  /** When the request arrived, on the clock of `performance.now()`. */
  readonly startedAt: number;
  readonly traceparent: string | undefined;
  readonly clientAddress: string;
  readonly userAgent: string;
  caller: Caller | null;
}

export const requestContext = new AsyncLocalStorage<RequestContext>();

/**
 * Begins work that goes on when the request is over, or that is for others too, outside of the
 * request that happened to begin it: what it tells must not carry that caller's address and ids.
 * Every loop, timer and worker that a request can wake begins here.
 */
export const detached = <T>(work: () => T): T => requestContext.exit(work);
