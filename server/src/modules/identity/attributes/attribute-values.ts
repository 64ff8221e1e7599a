import { z } from 'zod';
import type {
  AttributeChange,
  AttributeDefinition,
  AttributeValue,
  AttributeValues,
} from '@gatehouse/contracts/identity/profiles/attributes';
import { AppError } from '../../../kernel/error.js';

/** Who changes attributes: the person themselves, or somebody who may edit them. */
export type Editor = AttributeDefinition['editableBy'];

const isDate = (value: unknown): boolean => z.iso.date().safeParse(value).success;

type Plain = Exclude<AttributeDefinition['kind'], 'choice'>;
const kinds: Readonly<Record<Plain, readonly [(value: unknown) => boolean, string]>> = {
  text: [(value) => typeof value === 'string', 'must be text'],
  number: [(value) => typeof value === 'number', 'must be a number'],
  boolean: [(value) => typeof value === 'boolean', 'must be true or false'],
  date: [isDate, 'must be a date such as 2026-01-31'],
};

/** What is wrong with a value; null when nothing is. */
export function complaintOf(
  { kind, choices }: AttributeDefinition,
  value: AttributeValue,
): string | null {
  if (kind === 'choice')
    return choices.some((one) => one === value) ? null : `must be one of ${choices.join(', ')}`;
  const [isKind, complaint] = kinds[kind];
  return isKind(value) ? null : complaint;
}

/** A value as a query or a column of CSV has it; undefined where it is none of that kind. */
export function parseValue(
  definition: AttributeDefinition,
  text: string,
): AttributeValue | undefined {
  const value = typed(definition.kind, text);
  return complaintOf(definition, value) === null ? value : undefined;
}

function typed(kind: AttributeDefinition['kind'], text: string): AttributeValue {
  if (kind === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  if (kind === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

/** Required attributes that an editor could fill in, and that are empty. */
export const missingOf = (
  definitions: readonly AttributeDefinition[],
  values: AttributeValues,
  editor: Editor,
): AttributeDefinition[] =>
  definitions.filter(
    ({ key, required, editableBy }) =>
      required && (editor === 'administrators' || editableBy === editor) && !(key in values),
  );

/** The values after a change. @throws AppError `validation_failed`, which names each that is wrong. */
export function changed(
  definitions: readonly AttributeDefinition[],
  values: AttributeValues,
  change: AttributeChange,
  editor: Editor,
): AttributeValues {
  const next = new Map(Object.entries(values));
  const wrong = new Map<string, string>();
  for (const [key, value] of Object.entries(change)) {
    const definition = definitions.find((one) => one.key === key);
    if (!definition) wrong.set(key, 'is not an attribute of the organization');
    else if (editor === 'person' && definition.editableBy !== 'person')
      wrong.set(key, 'is for administrators to change');
    else if (value === null) next.delete(key);
    else {
      const complaint = complaintOf(definition, value);
      if (complaint !== null) wrong.set(key, complaint);
      next.set(key, value);
    }
  }
  const after = Object.fromEntries(next);
  for (const { key } of missingOf(definitions, after, editor))
    if (!wrong.has(key)) wrong.set(key, 'is required');
  if (wrong.size === 0) return after;
  const fields = [...wrong].map(([key, message]) => ({
    pointer: `/body/attributes/${key}`,
    message,
  }));
  throw new AppError('validation_failed', { fields });
}
