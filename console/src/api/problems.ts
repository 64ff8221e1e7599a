import { ConnectionError, ProblemError } from '@gatehouse/client';

/** Words for an error that a person can act on. */
export const messageOf = (error: unknown): string => {
  if (error instanceof ConnectionError) {
    return 'The server cannot be reached. Check your connection and try again.';
  }
  if (error instanceof ProblemError) return error.message;
  return 'Something went wrong in this page. Load it again.';
};

export const requestIdOf = (error: unknown): string | undefined =>
  error instanceof ProblemError && error.requestId !== '' ? error.requestId : undefined;

export const hasCode = (error: unknown, code: string): error is ProblemError =>
  error instanceof ProblemError && error.code === code;

/** `/body/email` and `/email` both name the field `email`. */
export const fieldOf = (pointer: string): string =>
  pointer
    .replace(/^\/(body|query|params)(?=\/)/, '')
    .replace(/^\//, '')
    .replaceAll('/', '.');
