import type { Challenge } from '@gatehouse/contracts/security/challenge';
import type { ErrorCode } from '@gatehouse/contracts/errors';

/** A rate limit, as the `RateLimit` fields tell of it. */
export interface RefusingLimit {
  readonly name: string;
  /** Calls that can pass at once when none came lately. */
  readonly quota: number;
  readonly remaining: number;
  /** Seconds until it is whole again. */
  readonly resetAfter: number;
}

export interface AppErrorOptions {
  /** What happened this time and what to do about it; shown to the caller, so never a secret. */
  readonly detail?: string;
  /** One entry a field that is wrong. */
  readonly fields?: readonly { readonly pointer: string; readonly message: string }[];
  /** Seconds after which trying again makes sense. */
  readonly retryAfter?: number;
  /** The limit that refused the call. */
  readonly limit?: RefusingLimit;
  /** Work to do before the call is sent again. */
  readonly challenge?: Challenge;
  readonly cause?: unknown;
}

/** The one error that services throw; `contracts/errors.ts` says what each code means. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly options: AppErrorOptions = {},
  ) {
    super(options.detail ?? code, { cause: options.cause });
    this.name = 'AppError';
  }
}

/** What something that was thrown says. */
export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);
