import type { Entitlement, HeldPermission, PlatformRole } from '@gatehouse/contracts/permissions';
import { AppError } from '../../kernel/error.js';

interface CallerRights extends Entitlement {
  readonly userId: string;
  readonly organizationId: string | null;
  readonly platformRole: PlatformRole | null;
  readonly permissions: ReadonlySet<HeldPermission>;
  /** The role requires a second factor that is not turned on yet. */
  readonly enrolmentRequired: boolean;
}

/** A person, as their token and the live session say. */
export interface SessionCaller extends CallerRights {
  readonly kind: 'session';
  readonly sessionId: string;
  /** Who acts for the person in this session; null when it is the person. */
  readonly impersonatorId: string | null;
  /** When the session ends at the latest. */
  readonly expiresAt: Date;
  /** What the person proved when it began (RFC 8176), and never anything else. */
  readonly methods: readonly string[];
  /** When the person last proved who they are. */
  readonly authenticatedAt: Date;
}

/** A program, which calls in a person's name with an API key. */
export interface KeyCaller extends CallerRights {
  readonly kind: 'api_key';
  readonly apiKeyId: string;
  /** Of ordinary calls, instead of the limit that holds for anybody; null for that one. */
  readonly requestsPerMinute: number | null;
}

/** Whoever is behind a request. Only routes that ask for a permission answer to keys. */
export type Caller = SessionCaller | KeyCaller;

/**
 * The tenant that a caller works in (G16): whatever is read or changed is looked for in it alone.
 * @throws AppError `forbidden` for a caller without an organization.
 */
export function organizationOf({ organizationId }: Pick<Caller, 'organizationId'>): string {
  if (organizationId === null) throw withoutOrganization();
  return organizationId;
}

/** For whoever asks for something of an organization and acts in none. */
export const withoutOrganization = (): AppError =>
  new AppError('forbidden', {
    detail:
      'You act in no organization. Go on in one of yours (POST /organizations/:id/switch), join one by an invitation, or make one (POST /organizations).',
  });

/** Finds out in whose name an API key calls; bound by the identity module. */
export abstract class KeyAuthenticator {
  /**
   * @param address where the call comes from.
   * @returns the caller, or null when the key is not valid or not meant for that address; at once
   * where nothing must be looked up.
   */
  abstract authenticate(key: string, address: string): KeyCaller | null | Promise<KeyCaller | null>;
}

/** Finds out who holds a bearer token; bound by the identity module. */
export abstract class Authenticator {
  /** The caller, or null when the token is not valid or its session has ended; at once where nothing must be looked up. */
  abstract authenticate(token: string): SessionCaller | null | Promise<SessionCaller | null>;

  /** The caller of a session as it is now, whose token was good a while ago; null when it has ended. */
  abstract look(sessionId: string): Promise<SessionCaller | null>;
}
