import type { Permission, PlatformRole, Role } from '@gatehouse/contracts/permissions';

/** Whoever is behind a request, as its token and the live session say. */
export interface Caller {
  readonly userId: string;
  readonly sessionId: string;
  readonly organizationId: string | null;
  readonly role: Role | null;
  readonly platformRole: PlatformRole | null;
  readonly permissions: readonly Permission[];
  /** The role requires a second factor that is not turned on yet. */
  readonly enrolmentRequired: boolean;
  /** When the session ends at the latest. */
  readonly expiresAt: Date;
  /** When the person last proved who they are. */
  readonly authenticatedAt: Date;
}

/** Finds out who holds a bearer token; bound by the identity module. */
export abstract class Authenticator {
  /** The caller, or null when the token is not valid or its session has ended. */
  abstract authenticate(token: string): Promise<Caller | null>;
}
