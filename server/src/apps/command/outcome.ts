/** How a command ends, for scripts that call it. */
export const exitCodes = { fine: 0, failed: 1, wrongUsage: 2 } as const;

/** A command could not do its work; the message is for the person at the terminal. */
export class CommandFailure extends Error {}

/** What a command was called with makes no sense. */
export class WrongUsage extends Error {}

/** What every command takes. */
export interface OutputOptions {
  readonly json?: boolean;
}

const write = (text: string): void => void process.stdout.write(`${text}\n`);

/** Prints a result: as JSON where asked for, else as the text that `words` makes of it. */
export function print<T>(
  { json }: OutputOptions,
  result: T,
  words: (result: T) => string = String,
): void {
  write(json ? JSON.stringify(result) : words(result));
}
