import { z } from 'zod';
import { challenge } from './security/challenge.js';

/** Error answer, `application/problem+json` (RFC 9457). */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  instance: z.string(),
  code: z.string(),
  /** One entry a field that is wrong; `pointer` is a JSON pointer (RFC 6901) into the request. */
  errors: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
  /** Work to do before the call is sent again, with `challenge_required`. */
  challenge: challenge.optional(),
  requestId: z.string(),
  /** Of the trace (W3C Trace Context) that the request belongs to. */
  traceId: z.string().optional(),
});

export type Problem = z.output<typeof problem>;
