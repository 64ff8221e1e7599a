/** Facts of a log line beside its message; secrets never belong here. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes structured log lines; the request's id and user are added from its context. */
export abstract class Logger {
  abstract error(message: string, fields?: LogFields): void;
  abstract warn(message: string, fields?: LogFields): void;
  abstract info(message: string, fields?: LogFields): void;
  abstract debug(message: string, fields?: LogFields): void;
}
