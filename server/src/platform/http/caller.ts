import type { Permission, PlatformRole, Role } from '@gatehouse/contracts/permissions';

/** Whoever is behind a request, as its token and the live session say. */
export interface Caller {
  readonly userId: string;
  /** Of a key that calls: the key's own id. Routes about sessions don't answer to keys. */
  readonly sessionId: string;
  /** The API key that calls; null for a person. */
  readonly apiKeyId: string | null;
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

/** Finds out in whose name an API key calls; bound by the identity module. */
export abstract class KeyAuthenticator {
  /**
   * @param address where the call comes from.
   * @returns the caller, or null when the key is not valid or not meant for that address.
   */
  abstract authenticate(key: string, address: string): Promise<Caller | null>;
}

/** Finds out who holds a bearer token; bound by the identity module. */
export abstract class Authenticator {
  /** The caller, or null when the token is not valid or its session has ended; at once where nothing must be looked up. */
  abstract authenticate(token: string): Caller | null | Promise<Caller | null>;
}
