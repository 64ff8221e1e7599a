import { z } from 'zod';

/**
 * Work that a caller has to do before a call is heard: find the whole number from 0 to `max` that,
 * written behind `salt`, has the SHA-256 digest `target`.
 */
export const challenge = z.object({
  algorithm: z.literal('SHA-256'),
  salt: z.string(),
  /** In hex. */
  target: z.string(),
  max: z.number().int(),
  signature: z.string(),
});
export type Challenge = z.output<typeof challenge>;

/** The header by which a call brings the solution: salt, number and signature, with dots between them. */
export const solutionHeader = 'x-challenge-solution';

/** What the header says. */
export const solutionOf = ({ salt, signature }: Challenge, number: number): string =>
  `${salt}.${number}.${signature}`;
