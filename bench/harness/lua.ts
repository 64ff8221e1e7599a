/** A value as a Lua expression; what is undefined is left out. */
export function luaLiteral(value: unknown): string {
  if (typeof value === 'string') return textLiteral(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `{${value.map(luaLiteral).join(',')}}`;
  if (typeof value !== 'object' || value === null) throw new TypeError('has no Lua form');
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields.map(([name, field]) => `[${textLiteral(name)}]=${luaLiteral(field)}`).join(',')}}`;
}

// Lua's decimal escapes fit any byte.
const textLiteral = (text: string): string =>
  `"${[...Buffer.from(text)].map((byte) => (byte < 32 || byte > 126 || byte === 34 || byte === 92 ? `\\${String(byte).padStart(3, '0')}` : String.fromCodePoint(byte))).join('')}"`;
