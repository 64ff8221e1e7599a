/** Ends a hook; an error goes to the error filter. */
export type Done = (error?: Error) => void;
/** Ends a hook that hands an answer on. */
export type Hand = (error: null, payload: unknown) => void;

/** The hooks that a route has so far, as a list to add to. */
export const hooksOf = <T>(hooks: T | T[] | undefined): T[] =>
  hooks === undefined ? [] : Array.isArray(hooks) ? hooks : [hooks];
