/** Ways to prove who one is that attempts are counted by. */
export type AuthMethod =
  | 'password'
  | 'refresh'
  | 'totp'
  | 'backup_code'
  | 'passkey'
  | 'social'
  | 'magic_link'
  | 'email_code'
  | 'sms_code'
  | 'api_key';
export type TwoFactorOperation = 'enable' | 'verify' | 'disable';
export type Outcome = 'success' | 'failure';

/** Counts the requests of one route. */
export interface RouteMeter {
  /** @param seconds how long the answer took. */
  observe(status: number, seconds: number): void;
  /** @param code of the error table, `contracts/errors.ts`. */
  error(code: string): void;
}

/** Numbers of a pool of connections, as `pg` keeps them. */
export interface ConnectionPool {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}

/**
 * What is counted, for Prometheus (S0-065 to S0-073, S3-122 to S3-125). No label ever takes a value
 * that a caller chose, so their number stays bounded whatever is sent.
 */
export abstract class Metrics {
  /** A sign-in or refresh was tried. */
  abstract authAttempt(attempt: { method: AuthMethod; outcome: Outcome }): void;
  /** A second factor was turned on, checked or turned off; failed checks count as failures too. */
  abstract twoFactorAttempt(attempt: { operation: TwoFactorOperation; outcome: Outcome }): void;
  /** Says where the number of live sessions comes from; asked at a scrape. */
  abstract observeActiveSessions(count: () => number | Promise<number>): void;
  /** Says which pool `db_connections` tells about. */
  abstract observeDatabase(pool: ConnectionPool): void;
  /** The meter of one route. @param route path as the contract has it. */
  abstract route(method: string, route: string): RouteMeter;
  /** A gauge of a module's own, read at a scrape. */
  abstract gauge(name: string, help: string, read: () => number | Promise<number>): void;
  /** A gauge for each of some things, read at a scrape; their names must be constants of the program. */
  abstract gauges(
    name: string,
    help: string,
    label: string,
    read: () => Promise<ReadonlyMap<string, number>>,
  ): void;
  /**
   * A counter of a module's own. Its label values must be constants of the program.
   * @returns counts one up.
   */
  abstract counter<L extends string>(
    name: string,
    help: string,
    labels: readonly L[],
  ): (values: Record<L, string>) => void;
  /** All of it in Prometheus' text format. */
  abstract exposition(): Promise<{ contentType: string; text: string }>;
}
