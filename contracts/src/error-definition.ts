/** An error the API can answer with. */
export interface ErrorDefinition {
  /** HTTP status of the answer. */
  readonly status: number;
  /** Short summary, safe to show to anyone; the same for every occurrence (RFC 9457 `title`). */
  readonly title: string;
  /** What to do about it, for whoever reads the reference or `/problems/<code>`. */
  readonly advice: string;
  /** Level at which an occurrence is logged. */
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
}

/** A table of errors, by code. */
export const define = <const T extends Record<string, ErrorDefinition>>(table: T): T => table;
