import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database.js';

/** The session of a token that was exchanged; what may be done in it stands with its version. */
export interface RotatedSession {
  readonly id: string;
  readonly userId: string;
  readonly organizationId: string | null;
  readonly version: number;
  readonly lastSeenAt: Date;
}

/** A token that is not the latest of its session. */
export interface UsedToken extends RotatedSession {
  readonly usedAt: Date | null;
  readonly live: boolean;
  /** Hash of its child, when that is still unused. */
  readonly unusedChild: Buffer | null;
}

const sessionColumns = `
  s.id, s.user_id AS "userId", s.organization_id AS "organizationId", s.version,
  s.last_seen_at AS "lastSeenAt"`;

const liveSession = `s.ended_at IS NULL AND s.expires_at > $2 AND u.is_active AND u.deleted_at IS NULL`;

// One statement: of any number of requests with one token, the first to lock its row inserts the
// child; for the others the token is no longer unused when they get the lock. Rows are locked in
// order, so that statements with tokens in common wait for each other and not in a circle. What a
// session may do is not asked here: it is known by the session's version.
const rotateText = `
  WITH unused AS MATERIALIZED (
    SELECT token_hash FROM identity.refresh_tokens
    WHERE token_hash = ANY ($1::bytea[]) AND used_at IS NULL
    ORDER BY token_hash FOR UPDATE),
  used AS (
    UPDATE identity.refresh_tokens r SET used_at = $2
    FROM unused, identity.sessions s JOIN identity.users u ON u.id = s.user_id
    WHERE r.token_hash = unused.token_hash AND s.id = r.session_id AND ${liveSession}
    RETURNING r.token_hash AS "tokenHash", ${sessionColumns}, s.expires_at),
  child AS (
    INSERT INTO identity.refresh_tokens (token_hash, session_id, user_id, created_at, expires_at)
    SELECT asked.child_hash, id, "userId", $2, expires_at
    FROM used JOIN unnest($1::bytea[], $3::bytea[]) AS asked (token_hash, child_hash)
      ON asked.token_hash = used."tokenHash")
  SELECT "tokenHash", id, "userId", "organizationId", version, "lastSeenAt" FROM used`;

const usedText = `
  SELECT ${sessionColumns}, r.used_at AS "usedAt", ${liveSession} AS live,
    (SELECT c.token_hash FROM identity.refresh_tokens c
     WHERE c.token_hash = ANY ($3::bytea[]) AND c.session_id = s.id AND c.used_at IS NULL)
      AS "unusedChild"
  FROM identity.refresh_tokens r
  JOIN identity.sessions s ON s.id = r.session_id
  JOIN identity.users u ON u.id = s.user_id
  WHERE r.token_hash = $1`;

@Injectable()
export class RefreshTokensRepository {
  constructor(private readonly database: Database) {}

  /**
   * Exchanges unused tokens for their children, given in the same order, in one transaction.
   * @returns the sessions of those that were not unknown, used, or of an ended session.
   */
  async rotate(
    tokens: readonly Buffer[],
    children: readonly Buffer[],
    now: Date,
  ): Promise<(RotatedSession & { readonly tokenHash: Buffer })[]> {
    return this.database.statement<
      RotatedSession & { tokenHash: Buffer } & Record<string, unknown>
    >('refresh_tokens_rotate', rotateText, [tokens, now, children]);
  }

  /** What became of a token that could not be exchanged; null when it never existed. */
  async findUsed(token: Buffer, children: readonly Buffer[], now: Date): Promise<UsedToken | null> {
    const rows = await this.database.statement<UsedToken & Record<string, unknown>>(
      'refresh_tokens_used',
      usedText,
      [token, now, children],
    );
    return rows[0] ?? null;
  }
}
