import type { Session } from '@gatehouse/contracts/identity/sessions';
import { UAParser } from 'ua-parser-js';
import type { SessionRow } from './sessions.table.js';

/** What the API shows of a session. */
export function toSession(row: SessionRow, currentId: string): Session {
  const agent = UAParser(row.userAgent);
  const browser = [agent.browser.name, agent.browser.major].filter(Boolean).join(' ');
  const device = agent.device.model ?? agent.os.name;
  return {
    id: row.id,
    device: device ?? 'Unknown device',
    browser: browser === '' ? row.userAgent.slice(0, 60) || 'Unknown client' : browser,
    ipAddress: row.ipAddress,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    current: row.id === currentId,
  };
}
