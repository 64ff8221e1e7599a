import { redacted, scrubText } from './sensitive-text.js';

/**
 * What is told of an error beside its name, message, stack and cause. An allow-list: PostgreSQL's
 * `detail` and `where`, Drizzle's `query` and `params`, and whatever libraries hang on their errors
 * hold what people sent.
 */
const facts = [
  'errno',
  'syscall',
  'severity',
  'schema',
  'table',
  'column',
  'constraint',
  'routine',
  'statusCode',
  'responseCode',
  'command',
] as const;

/** `ECONNREFUSED`, `FST_ERR_NOT_FOUND`, a SQLSTATE, or one of ours; nothing that a person types. */
const machineCode = /^(?:E[A-Z]{2,}|[A-Z]+(?:_[A-Z0-9]+)+|[0-9A-Z]{5}|[a-z]+(?:_[a-z]+)*)$/;
const sqlState = /^[0-9A-Z]{5}$/;

/**
 * Describes an error for a log line.
 * @param inner describes what it was caused by.
 */
export function describeError(
  error: Error,
  inner: (value: unknown) => unknown,
): Record<string, unknown> {
  const own = error as Error & Readonly<Record<string, unknown>>;
  const message = safeMessage(own);
  const described: Record<string, unknown> = { name: scrubText(error.name), message };
  if (typeof own.code === 'string' && machineCode.test(own.code)) described.code = own.code;
  for (const fact of facts) {
    const value = own[fact];
    if (typeof value === 'string') described[fact] = scrubText(value);
    else if (typeof value === 'number') described[fact] = value;
  }
  const frames = framesOf(error.stack);
  if (frames) described.stack = frames;
  if (error.cause !== undefined) described.cause = inner(error.cause);
  if (error instanceof AggregateError) described.errors = inner(error.errors);
  return described;
}

/** A database's messages quote values ("invalid input syntax for type uuid: ..."), Drizzle's list them all. */
function safeMessage(error: Error & Readonly<Record<string, unknown>>): string {
  if ('query' in error && 'params' in error) return 'A query failed';
  const message = scrubText(error.message);
  const fromDatabase = 'severity' in error && typeof error.code === 'string';
  if (!fromDatabase || !sqlState.test(String(error.code))) return message;
  return String(error.code).startsWith('22')
    ? message.replace(/"[^"]*"|:.*$/gs, redacted)
    : message;
}

/** The frames alone: a stack begins with the message. */
function framesOf(stack: string | undefined): string | undefined {
  const frames = stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return frames && frames.length > 0
    ? frames
        .slice(0, 20)
        .map((line) => line.trim())
        .join('\n')
    : undefined;
}
