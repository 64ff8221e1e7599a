/**
 * Strong entity tag of something that says when it was last changed (RFC 9110 section 8.8.3): what
 * was read from a list can be changed under `If-Match` too.
 */
export const etagOf = (updatedAt: Date | string): string =>
  `"${new Date(updatedAt).getTime().toString(36)}"`;
