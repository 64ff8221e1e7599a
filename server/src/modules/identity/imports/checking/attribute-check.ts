import type {
  AttributeDefinition,
  AttributeValues,
} from '@gatehouse/contracts/identity/profiles/attributes';
import { complaintOf, missingOf, parseValue } from '../../attributes/attribute-values.js';

/** The attributes of a line by their kinds, or what is wrong with one. */
export function readAttributes(
  definitions: readonly AttributeDefinition[],
  given: AttributeValues,
): AttributeValues | string {
  const read: AttributeValues = {};
  for (const [key, value] of Object.entries(given)) {
    const definition = definitions.find((one) => one.key === key);
    if (!definition) return `attributes.${key}: is not an attribute of the organization`;
    const parsed = typeof value === 'string' ? (parseValue(definition, value) ?? value) : value;
    const complaint = complaintOf(definition, parsed);
    if (complaint !== null) return `attributes.${key}: ${complaint}`;
    read[key] = parsed;
  }
  return read;
}

/** Which required attribute has no value; null where each has one. */
export function lackOf(
  definitions: readonly AttributeDefinition[],
  values: AttributeValues,
): string | null {
  const [missing] = missingOf(definitions, values, 'administrators');
  return missing ? `attributes.${missing.key}: is required` : null;
}
