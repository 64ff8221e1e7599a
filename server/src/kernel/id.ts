import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';

/** A new UUIDv7 (RFC 9562 section 5.7): unique, and sorted by the time it was made. */
export const newId = (): string => v7();

/** A new id of what nobody sorts: random only (UUIDv4), which Node makes in batches, so that it costs a request nothing. */
export const newRandomId = (): string => randomUUID();
