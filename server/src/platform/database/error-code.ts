/** The `code` of a Node (`ENOENT`) or PostgreSQL (`28P01`) error. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** PostgreSQL's code (`23505`) of what a statement threw, also where Drizzle wrapped it. */
export function databaseCode(error: unknown): string | undefined {
  const { cause } = (error ?? {}) as { cause?: unknown };
  return errorCode(cause) ?? errorCode(error);
}
