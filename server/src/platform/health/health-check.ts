/** Something that this process depends on. */
export interface HealthCheck {
  /** Key in the answer, such as `database`. */
  readonly name: string;
  /** Without it no request can be served. */
  readonly critical: boolean;
  /** Milliseconds for which an answer is used again, where asking costs more than a moment. */
  readonly freshFor?: number;
  /** Resolves when it works and rejects when not; why is never told to callers. */
  check(): Promise<void>;
}

/** Where modules put the checks of what they depend on. */
export abstract class HealthChecks {
  abstract add(check: HealthCheck): void;
}
