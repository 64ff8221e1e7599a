/**
 * A cell that no spreadsheet takes for a formula (CSV injection, CWE-1236): one that begins as a
 * formula does gets a quote before it. An import takes it away again.
 */
export const safeCell = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** The text that `safeCell` was given. */
export const originalOf = (cell: string): string => cell.replace(/^'(?=[=+\-@\t\r])/, '');

/** What a CSV file begins with, for spreadsheets to read it as UTF-8 (the byte order mark). */
export const csvStart = '\u{FEFF}';
