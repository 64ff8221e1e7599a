import type { CloudEvent } from '@gatehouse/contracts/events';
import { traceContext } from '../http/request-context.js';

/**
 * Handles events in the trace of the request that led to them, so that log lines and further events
 * carry its ids; without one where they go back to different requests. A listener that handles the
 * events of a batch one after the other calls it for each.
 */
export function inTraceOf<T>(events: readonly CloudEvent[], work: () => T): T {
  const [first] = events;
  const isOne = events.every(
    ({ correlationid, traceparent }) =>
      correlationid === first?.correlationid && traceparent === first?.traceparent,
  );
  if (!first || !isOne) return traceContext.exit(work);
  const { correlationid: correlationId, traceparent } = first;
  return traceContext.run({ correlationId, traceparent }, work);
}
