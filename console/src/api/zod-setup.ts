import { z } from 'zod';

const messageFor = (issue: z.core.$ZodRawIssue): string | undefined => {
  if (issue.code === 'invalid_type' || issue.code === 'invalid_value') return 'must be filled in';
  if (issue.code === 'too_small') {
    return issue.minimum === 1
      ? 'must be filled in'
      : `must have at least ${String(issue.minimum)} characters`;
  }
  if (issue.code === 'too_big') return `must have at most ${String(issue.maximum)} characters`;
  return undefined;
};

z.config({
  // Compiled parsers need eval, which the content security policy refuses.
  jitless: true,
  customError: messageFor,
});
