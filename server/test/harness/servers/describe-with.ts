import { describe } from 'vitest';
import { findProgram } from './program.js';

/** `describe` for tests that need a program: without it they are skipped, and the title says why. */
export function describeWith(program: string, title: string, tests: () => void): void {
  if (findProgram(program) === null)
    describe.skip(`${title} (skipped: ${program} is not installed here)`, tests);
  else describe(title, tests);
}
