import { AppError } from '../../kernel/error.js';

/** Strong entity tag of something that says when it was last changed (RFC 9110 section 8.8.3). */
export const etagOf = (updatedAt: Date): string => `"${updatedAt.getTime().toString(36)}"`;

/**
 * The moment of change that an `If-Match` names; undefined where there is none, or `*`.
 * @throws AppError `precondition_failed` for a tag that is none of ours.
 */
export function unchangedSince(ifMatch: string | undefined): Date | undefined {
  if (ifMatch === undefined || ifMatch === '*') return undefined;
  const [, tag] = /^"([0-9a-z]{1,12})"$/.exec(ifMatch) ?? [];
  if (tag === undefined) throw new AppError('precondition_failed');
  return new Date(Number.parseInt(tag, 36));
}
