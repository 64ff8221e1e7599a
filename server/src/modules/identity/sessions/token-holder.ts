import {
  type Entitlement,
  requiresSecondFactor,
  sessionPermissions,
  type Staff,
} from '@gatehouse/contracts/permissions';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { provesAccepted } from '../factors/accepted-factors.js';

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

/** A session, and what its person is and may do. */
interface EntitledSession extends Entitlement, Staff {
  readonly id: string;
  readonly userId: string;
  readonly organizationId: string | null;
  readonly methods: readonly string[];
  readonly authenticatedAt: Date;
  /** Whether a second factor is on that the organization accepts. */
  readonly secondFactor: boolean;
}

/** The holder of a session's access tokens. */
export const holderOf = (session: EntitledSession): TokenHolder => ({
  userId: session.userId,
  sessionId: session.id,
  organizationId: session.organizationId,
  role: session.role,
  permissions: sessionPermissions(session),
  enrolmentRequired: needsEnrolment(session),
  methods: session.methods,
  authenticatedAt: session.authenticatedAt,
});

/** Whether a role's required second factor, one that counts, was not proved in the session. */
const needsEnrolment = (session: EntitledSession): boolean =>
  requiresSecondFactor(session) &&
  !(session.secondFactor && provesAccepted(session.acceptedFactors, session.methods));
