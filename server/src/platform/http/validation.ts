import type { z } from 'zod';
import { AppError } from '../../kernel/error.js';

type Part = 'params' | 'query' | 'body';
type Issue = { readonly pointer: string; readonly message: string };

/** Longest list of wrong fields in one answer. */
const maxIssues = 20;

const pointerOf = (part: Part, path: readonly PropertyKey[]): string =>
  ['', part, ...path.map((key) => String(key).replaceAll('~', '~0').replaceAll('/', '~1'))].join(
    '/',
  );

/**
 * Parses one part of a request with its contract.
 * @throws AppError `validation_failed`, or `not_found` for a malformed path parameter: no such thing can exist.
 */
export function parsePart(part: Part, shape: z.ZodType, value: unknown): unknown {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  if (part === 'params') throw new AppError('not_found');
  throw new AppError('validation_failed', { fields: issuesOf(part, result.error) });
}

function issuesOf(part: Part, error: z.ZodError): Issue[] {
  return error.issues
    .slice(0, maxIssues)
    .map((issue) => ({ pointer: pointerOf(part, issue.path), message: issue.message }));
}
