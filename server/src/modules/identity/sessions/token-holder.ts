import {
  type Entitlement,
  requiresSecondFactor,
  sessionPermissions,
  type Staff,
} from '@gatehouse/contracts/permissions';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { provesAccepted } from '../factors/accepted-factors.js';
import type { SessionRow } from './sessions.table.js';

/** Who holds an access token, as it says. */
export type TokenHolder = Pick<
  SessionCaller,
  | 'userId'
  | 'sessionId'
  | 'organizationId'
  | 'role'
  | 'permissions'
  | 'enrolmentRequired'
  | 'methods'
  | 'authenticatedAt'
>;

type Session = Pick<SessionRow, 'id' | 'userId' | 'organizationId' | 'methods' | 'authenticatedAt'>;

/**
 * The holder of a session's access tokens.
 * @param person what they are and may do in the session's organization.
 * @param secondFactor whether one is on that the organization accepts.
 */
export const holderOf = (
  session: Session,
  person: Entitlement & Staff,
  secondFactor: boolean,
): TokenHolder => ({
  userId: session.userId,
  sessionId: session.id,
  organizationId: session.organizationId,
  role: person.role,
  permissions: sessionPermissions(person),
  // Where the role requires a second factor, one that counts was to be proved in the session.
  enrolmentRequired:
    requiresSecondFactor(person) &&
    !(secondFactor && provesAccepted(person.acceptedFactors, session.methods)),
  methods: session.methods,
  authenticatedAt: session.authenticatedAt,
});
