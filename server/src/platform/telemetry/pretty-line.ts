const colors: Readonly<Record<string, string>> = {
  error: '\u001b[31m',
  warn: '\u001b[33m',
  info: '\u001b[32m',
  debug: '\u001b[90m',
};
const plain = '\u001b[0m';
const hidden = new Set(['timestamp', 'level', 'service', 'message']);

/** A line of JSON as a person at a terminal reads it: time, level, message, then the rest. */
export function prettyLine(line: string): string {
  const fields = JSON.parse(line) as Record<string, unknown>;
  const time = new Date(String(fields.timestamp)).toTimeString().slice(0, 8);
  const level = String(fields.level);
  const rest = Object.entries(fields)
    .filter(([name]) => !hidden.has(name))
    .map(
      ([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
    );
  return `${time} ${colors[level] ?? ''}${level}${plain} ${String(fields.message)}${rest.join('')}\n`;
}
