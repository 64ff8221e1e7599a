import { visit } from 'jsonc-parser';
import { AppError } from '../../kernel/error.js';

const maxDepth = 20;

/**
 * Parses a JSON body (RFC 8259) and refuses what parsers read in different ways: duplicate keys,
 * `__proto__` and `constructor` keys, nesting deeper than 20.
 * @throws AppError `malformed_body`
 */
export function parseJsonBody(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AppError('malformed_body');
  }
  if (typeof value === 'object') refuseAmbiguity(text);
  return value;
}

function refuseAmbiguity(text: string): void {
  const keys: (Set<string> | null)[] = [];
  const enter = (level: Set<string> | null) => {
    keys.push(level);
    if (keys.length > maxDepth) refuse(`The body is nested deeper than ${maxDepth} levels.`);
  };
  visit(text, {
    onObjectBegin: () => enter(new Set()),
    onObjectEnd: () => void keys.pop(),
    onArrayBegin: () => enter(null),
    onArrayEnd: () => void keys.pop(),
    onObjectProperty: (name) => {
      if (name === '__proto__' || name === 'constructor')
        refuse(`The key "${name}" is not allowed.`);
      const seen = keys.at(-1);
      if (seen?.has(name)) refuse('The body has a key twice.');
      seen?.add(name);
    },
  });
}

function refuse(detail: string): never {
  throw new AppError('malformed_body', { detail });
}
