import { errors } from '@gatehouse/contracts/errors';
import { describeError } from './redact-error.js';
import { isSensitiveKey, redacted, scrubText } from './sensitive-text.js';

const maxDepth = 8;
const maxEntries = 60;

/**
 * A copy of a value that is safe to write to a log: values under sensitive keys are gone at any
 * depth, texts are scrubbed, errors are described by an allow-list, and size and depth are bounded.
 */
export function redact(value: unknown): unknown {
  return copy(value, 0, new Set());
}

function copy(value: unknown, depth: number, above: Set<object>): unknown {
  switch (typeof value) {
    case 'string':
      return scrubText(value);
    case 'bigint':
      return value.toString();
    case 'object':
      return value === null ? null : copyObject(value, depth, above);
    case 'function':
    case 'symbol':
      return undefined;
    default:
      return value;
  }
}

function copyObject(value: object, depth: number, above: Set<object>): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof URL) return scrubText(value.href);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return '[binary]';
  if (above.has(value)) return '[circular]';
  if (depth >= maxDepth) return '[deep]';
  above.add(value);
  const inner = (item: unknown) => copy(item, depth + 1, above);
  const result = value instanceof Error ? describeError(value, inner) : copyEntries(value, inner);
  above.delete(value);
  return result;
}

function copyEntries(value: object, inner: (item: unknown) => unknown): unknown {
  if (Array.isArray(value)) return copyList(value, inner);
  if (value instanceof Set) return [...value].slice(0, maxEntries).map(inner);
  const entries = isEntryList(value) ? [...value.entries()] : Object.entries(value);
  const result: Record<string, unknown> = {};
  for (const [name, item] of entries.slice(0, maxEntries)) {
    const key = String(name);
    result[scrubText(key)] = isSecret(key, item) ? redacted : inner(item);
  }
  return result;
}

/**
 * Headers as Node's `rawHeaders`, or pairs as `[['name', 'value']]`, name their values by the item
 * before: a text that is a sensitive name hides the next one.
 */
function copyList(list: readonly unknown[], inner: (item: unknown) => unknown): unknown[] {
  return list.slice(0, maxEntries).map((item, index) => {
    const before: unknown = list[index - 1];
    const named = typeof before === 'string' && typeof item === 'string' && isSensitiveKey(before);
    return named ? redacted : inner(item);
  });
}

interface EntryList {
  entries(): Iterable<[unknown, unknown]>;
}

const isEntryList = (value: object): value is EntryList =>
  value instanceof Map || value instanceof Headers || value instanceof URLSearchParams;

/** A `code` of our own error table, and plain yes or no, say nothing secret. */
function isSecret(key: string, value: unknown): boolean {
  if (value === undefined || value === null || typeof value === 'boolean') return false;
  if (key === 'code' && typeof value === 'string' && Object.hasOwn(errors, value)) return false;
  return isSensitiveKey(key);
}
