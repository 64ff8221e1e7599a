import { AppError } from '../../kernel/error.js';

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
