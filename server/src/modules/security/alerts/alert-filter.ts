import type { AlertsChosen } from '@gatehouse/contracts/security/alerts';
import { canonicalNetwork } from '../../../platform/http/network.js';
import { positionOf } from '../position.js';
import type { AlertFilter } from './alerts.repository.js';

/** Which alerts a caller means. */
export function filterOf(
  chosen: AlertsChosen & { cursor?: string | undefined; seenUntil?: string | undefined },
  now: Date,
): AlertFilter {
  const { state, severity, detection, assignee, subject, cursor, seenUntil } = chosen;
  return {
    state,
    severity,
    detection,
    assigneeId: assignee === 'nobody' ? null : assignee,
    subject: subject === undefined ? undefined : (canonicalNetwork(subject)?.source ?? subject),
    now,
    seenUntil: seenUntil === undefined ? undefined : new Date(seenUntil),
    ...(cursor !== undefined && { after: positionOf(cursor) }),
  };
}
