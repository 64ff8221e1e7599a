import type { Entitlement, SessionPreset, Staff } from '@gatehouse/contracts/permissions';
import { after, hours, minutes } from '../../../kernel/clock.js';

/** How long a strict session lasts at most, in milliseconds. */
export const strictLifetime = hours(12);
const strictIdle = minutes(30);
const strictIdleOfStaff = minutes(15);

/** When a session ends at the latest that would last until `latest` (C11). */
export function endOf(createdAt: Date, latest: Date, preset: SessionPreset): Date {
  const end = after(createdAt, strictLifetime);
  return preset === 'strict' && end < latest ? end : latest;
}

/** After how long without use a session is over, in milliseconds. Staff are those who manage others. */
export function idleLimit({ role, platformRole, sessionPreset }: Entitlement & Staff): number {
  if (sessionPreset !== 'strict') return Number.POSITIVE_INFINITY;
  const isStaff = platformRole !== null || role === 'BOSS' || role === 'MANAGER';
  return isStaff ? strictIdleOfStaff : strictIdle;
}
