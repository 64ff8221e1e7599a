import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { namedSchemas } from './named-schemas.js';

type Json = Record<string, unknown>;
/** Whether a shape stands for what is sent to us, or for what we answer. */
export type Direction = 'input' | 'output';

const names = z.registry<{ id: string }>();
for (const [id, shape] of namedSchemas) names.add(shape, { id });

/** Gathers what a document refers to by name. */
export class OpenApiComponents {
  readonly schemas: Record<string, Json> = {};
  readonly responses: Record<string, Json> = {};

  /** A reference to an answer that many operations give. */
  response(name: string, response: Json): Json {
    this.responses[name] ??= response;
    return { $ref: `#/components/responses/${name}` };
  }

  /** The schema of a shape: written out, or a reference where it has a name. */
  schema(shape: z.ZodType, direction: Direction): Json {
    const { $schema: _, $defs = {}, ...schema } = schemaOf(shape, direction);
    for (const [id, definition] of Object.entries($defs))
      this.schemas[nameIn(direction, id)] ??= referring(definition, direction);
    return referring(schema, direction);
  }
}

const schemaOf = (shape: z.ZodType, direction: Direction): z.core.JSONSchema.BaseSchema =>
  z.toJSONSchema(shape, {
    io: direction,
    metadata: names,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => simplify(jsonSchema),
  });

/** Leaves out what says nothing to a reader, and what would break them. */
function simplify(schema: z.core.JSONSchema.BaseSchema): void {
  // The format says it, and the pattern of a date alone has 300 characters.
  if (schema.format !== undefined) delete schema.pattern;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  // Answers and events may grow fields in a later version.
  if (schema.additionalProperties === false) delete schema.additionalProperties;
}

const known = new Map<string, boolean>();

/** Where what is sent differs from what is answered, as by defaults, it has a name of its own. */
function nameIn(direction: Direction, id: string): string {
  const shape = namedSchemas.get(id);
  if (direction === 'output' || !shape) return id;
  const isSame =
    known.get(id) ?? isDeepStrictEqual(schemaOf(shape, 'input'), schemaOf(shape, 'output'));
  known.set(id, isSame);
  return isSame ? id : `${id}Input`;
}

/** The same, with its references leading to the document's components. */
function referring(schema: Json, direction: Direction): Json {
  const local = '#/$defs/';
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' && value.startsWith(local)
      ? `#/components/schemas/${nameIn(direction, value.slice(local.length))}`
      : value,
  ) as Json;
}
