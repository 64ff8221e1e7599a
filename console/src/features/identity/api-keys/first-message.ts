/** Errors of an array's items lie below it. */
export const firstMessage = (error: unknown): string | undefined =>
  [error, ...(Array.isArray(error) ? error : [])]
    .map((entry: { message?: string } | undefined) => entry?.message)
    .find((message) => message !== undefined);
