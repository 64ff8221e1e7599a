import { customType, timestamp } from 'drizzle-orm/pg-core';

/** `bytea`, as a Buffer. */
export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });

/** `timestamptz`, as a Date. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** A range of addresses, in CIDR notation. */
export const cidr = customType<{ data: string; driverData: string }>({ dataType: () => 'cidr' });
