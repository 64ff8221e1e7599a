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
