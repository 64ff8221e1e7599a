import { z } from 'zod';

/** A setting that is read from the environment. */
export interface Variable<T extends z.ZodType = z.ZodType> {
  readonly shape: T;
  /** One line for the reference page. */
  readonly doc: string;
  /** Never printed. */
  readonly secret?: true;
}

/** Declares a group of settings; keeps the types. */
export const variables = <const V extends Record<string, Variable>>(group: V): V => group;

/** `true`/`false`, as people write it in environments. */
export const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false', '1', '0', 'yes', 'no'])
    .default(fallback ? 'true' : 'false')
    .transform((value) => value === 'true' || value === '1' || value === 'yes');

/** Values separated by commas. */
export const list = z
  .string()
  .default('')
  .transform((value) =>
    value
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  );
