import type { z } from 'zod';
import type { ErrorCode } from './errors.js';
import { type AnyPermission, isAnyPermission } from './permissions.js';

/**
 * Who may call a route:
 * - `public`: anyone;
 * - `enrolling`: whoever is signed in, also while a required second factor is still missing;
 * - `signed_in`: whoever is signed in;
 * - a permission: whoever holds it in the organization of the session, or as staff.
 */
export type Access = 'public' | 'enrolling' | 'signed_in' | AnyPermission;

/** Rate-limit class (C20): which of the three limits a call counts against. */
export type RateLimitClass = 'api' | 'login' | 'two_factor' | 'none';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One endpoint, declared once: server, client, console, OpenAPI and tests are made from it. */
export interface RouteContract {
  /** Unique name, `noun.verb`: the OpenAPI operation id and the key of the typed client. */
  readonly name: string;
  readonly method: HttpMethod;
  /** Path below `/api/v1`, parameters as `:name`. */
  readonly path: string;
  readonly summary: string;
  readonly access: Access;
  readonly rateLimit: RateLimitClass;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Media types of a body that is streamed as it comes, instead of JSON. */
  readonly upload?: readonly string[];
  /** Also takes the body of an HTML form, and does not look at it (as RFC 8058 has it sent). */
  readonly form?: true;
  /** Media types of an answer that is streamed, instead of JSON. */
  readonly download?: readonly string[];
  /** Status of success; 204 carries no body, and 303 leads a browser on by `Location`. */
  readonly status: 200 | 201 | 202 | 204 | 303;
  /** Shape of success: what is not listed here never leaves the server. */
  readonly response?: z.ZodType;
  /** A failure that is told in the shape of success, such as a health check's 503. */
  readonly failureStatus?: 503;
  /** Errors beside those that any route of its kind can answer with: `errorsOf` knows all. */
  readonly errors: readonly ErrorCode[];
  /** The browser's refresh cookie may authenticate the call, which then needs the CSRF token (C14). */
  readonly cookie?: true;
  /**
   * Asks again for a proof of who one is when the last one is older than five minutes. `true` lets
   * no API key call, which has nobody to ask; with `people` a key stands for itself.
   */
  readonly recentProof?: true | 'people';
  /** Also answers to somebody who acts for the person; `answersActing` says which do anyway. */
  readonly impersonation?: true;
  /** Asks for some work of the caller's machine first, where much was tried or of everybody. */
  readonly challenge?: true;
  /** Also answers to API keys, though it asks for no permission. */
  readonly keys?: true;
  /** Accepts `Idempotency-Key`. */
  readonly idempotent?: true;
  /** Lives at the root and not below `/api/v1`, such as `/.well-known/jwks.json`. */
  readonly root?: true;
}

/** Declares an endpoint; keeps its literal types. */
export const route = <const R extends RouteContract>(contract: R): R => contract;

/**
 * Whether a route answers to somebody who acts for a person: where it asks for a permission, and of
 * what is about one's own account where it only reads. Never where it asks for a recent proof, which
 * nobody gives for another: so whoever acts neither makes nor resets what others get in with, nor
 * decides who may do what (attack 25).
 */
export const answersActing = ({
  access,
  method,
  recentProof,
  impersonation,
}: RouteContract): boolean =>
  impersonation === true || (!recentProof && (isAnyPermission(access) || method === 'GET'));

/** Prefix of all versioned paths. */
export const apiBase = '/api/v1';

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;
type Sent<T> = T extends z.ZodType ? z.input<T> : undefined;

/** What a handler receives, parsed. */
export type RouteParams<R extends RouteContract> = Parsed<R['params']>;
export type RouteQuery<R extends RouteContract> = Parsed<R['query']>;
export type RouteBody<R extends RouteContract> = Parsed<R['body']>;
/** What a handler returns. */
export type RouteResponse<R extends RouteContract> = R['response'] extends z.ZodType
  ? z.input<R['response']>
  : void;
/** What a caller sends. */
export type RouteParamsSent<R extends RouteContract> = Sent<R['params']>;
export type RouteQuerySent<R extends RouteContract> = Sent<R['query']>;
export type RouteBodySent<R extends RouteContract> = Sent<R['body']>;
/** What a caller gets. */
export type RouteAnswer<R extends RouteContract> = R['response'] extends z.ZodType
  ? z.output<R['response']>
  : undefined;
