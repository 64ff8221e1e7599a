import type { Session } from '@gatehouse/contracts/identity/sessions';
import { UAParser } from 'ua-parser-js';
import type { SessionRow } from './sessions.table.js';

/** What the API shows of a session. */
export function toSession(row: SessionRow, currentId: string, place: string | null): Session {
  return {
    id: row.id,
    ...agentOf(row.userAgent),
    ipAddress: row.ipAddress,
    place,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    current: row.id === currentId,
    impersonated: row.impersonatorId !== null,
  };
}

/** What a `User-Agent` header says, in words a person knows the device by. */
export function agentOf(userAgent: string): { device: string; browser: string } {
  const agent = UAParser(userAgent);
  const browser = [agent.browser.name, agent.browser.major].filter(Boolean).join(' ');
  return {
    device: agent.device.model ?? agent.os.name ?? 'Unknown device',
    browser: browser === '' ? userAgent.slice(0, 60) || 'Unknown client' : browser,
  };
}
