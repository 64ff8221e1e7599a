import { randomUUID } from 'node:crypto';

/** Characters of `version-traceid-parentid-flags`, which every version begins with. */
const length = 55;
const form = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * The trace that a `traceparent` header names (W3C Trace Context 3.2), in the form of version 00;
 * undefined for whatever is none. Newer versions may add to the end, which is cut off.
 */
export function traceparentOf(header: unknown): string | undefined {
  if (typeof header !== 'string' || header.length < length) return undefined;
  const isLonger = header.length > length;
  if (isLonger && (header.startsWith('00') || header[length] !== '-')) return undefined;
  const known = header.slice(0, length);
  if (!form.test(known)) return undefined;
  return known.startsWith('00') ? known : `00${known.slice(2)}`;
}

/** A new trace that nobody records. Every request begins one: cut at known places, as that is quick. */
export function newTraceparent(): string {
  const id = randomUUID();
  const end = id.slice(19, 23) + id.slice(24);
  return `00-${id.slice(0, 8)}${id.slice(9, 13)}${id.slice(14, 18)}${end}-${end}-00`;
}

/** The id of the whole trace, the same in every program that a request passes. */
export const traceIdOf = (traceparent: string): string => traceparent.slice(3, 35);
