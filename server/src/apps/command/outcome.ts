/** How a command ends, for scripts that call it. */
export const exitCodes = { fine: 0, failed: 1, wrongUsage: 2 } as const;

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

/** Columns that stand below each other. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return all.map(line).join('\n');
}

type Checked<T> =
  | { readonly success: true; readonly data: T }
  | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };
interface Issue {
  readonly message: string;
}

/** What was given for an option. @throws WrongUsage with what it must be. */
export function parsed<T>(option: string, result: Checked<T>): T {
  if (result.success) return result.data;
  throw new WrongUsage(`${option} ${result.error.issues[0]?.message ?? 'is wrong'}.`);
}
