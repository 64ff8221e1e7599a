import fc from 'fast-check';
import { z } from 'zod';

/** What JSON Schema says of a value, as far as values are made of it here. */
interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
}

/**
 * Values that a contract takes, or nearly: forms such as `uuid` are kept, what only code checks is not.
 * @param ids of things that are there.
 */
export function validValues(shape: z.ZodType, ids: () => readonly string[]): fc.Arbitrary<unknown> {
  const schema = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }) as Schema;
  return arbitraryOf(schema, ids);
}

function arbitraryOf(schema: Schema, ids: () => readonly string[]): fc.Arbitrary<unknown> {
  const of = (part: Schema) => arbitraryOf(part, ids);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return fc.oneof(...options.map(of));
  if (schema.allOf?.[0]) return of(schema.allOf[0]);
  switch (schema.type) {
    case 'object':
      return fc.record(
        Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([name, part]) => [name, of(part)]),
        ),
        { requiredKeys: (schema.required ?? []).filter((name) => schema.properties?.[name]) },
      );
    case 'array':
      return fc.array(of(schema.items ?? {}), { minLength: schema.minItems ?? 0, maxLength: 3 });
    case 'integer':
    case 'number': {
      const { minimum = 0, maximum = 1_000 } = schema;
      return fc.integer({ min: Math.ceil(minimum), max: Math.floor(Math.min(maximum, 1e9)) });
    }
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return textOf(schema, ids);
  }
}

function textOf(schema: Schema, ids: () => readonly string[]): fc.Arbitrary<unknown> {
  switch (schema.format) {
    case 'uuid':
      return fc.oneof(
        { weight: 3, arbitrary: fc.nat().map((index) => ids()[index % ids().length]) },
        fc.uuid(),
      );
    case 'email':
      return fc.nat(20).map((index) => `fuzz${index}@example.com`);
    case 'date-time':
      return fc
        .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString());
    case 'uri':
      return fc.constantFrom('https://example.com/', 'http://127.0.0.1:1/');
    default:
  }
  // Of patterns only plain ones can be turned round; others get what all texts get.
  if (schema.pattern && !/\(\?|\\p/.test(schema.pattern))
    return fc.stringMatching(new RegExp(schema.pattern), { size: 'small' });
  const { minLength = 0, maxLength = 60 } = schema;
  return fc.oneof(
    fc.string({
      unit: 'grapheme-ascii',
      minLength,
      maxLength: Math.min(maxLength, minLength + 60),
    }),
    fc.constantFrom('fuzz@example.com', 'fuzz', '123456', 'en', 'UTC', 'user:read'),
  );
}
