import { z } from 'zod';

/**
 * The shape that an answer is cut to: names and types are those of its contract, and what is not
 * listed never leaves the server. Forms of texts and limits of numbers are left out, because the
 * server has made them itself: checking them would cost more than all else, and the end-to-end tests
 * check every answer by its whole contract.
 */
export function cutShapeOf(shape: z.ZodType): z.ZodType {
  if (shape instanceof z.ZodObject) return cutObject(shape);
  if (shape instanceof z.ZodArray) return z.array(cutShapeOf(shape.element as z.ZodType));
  if (shape instanceof z.ZodNullable) return cutShapeOf(shape.unwrap() as z.ZodType).nullable();
  if (shape instanceof z.ZodOptional) return cutShapeOf(shape.unwrap() as z.ZodType).optional();
  if (shape instanceof z.ZodString || shape instanceof z.ZodStringFormat) return z.string();
  return shape;
}

function cutObject(shape: z.ZodObject): z.ZodType {
  // What takes other names, or has rules about the whole, stays as it is.
  if (shape.def.catchall || shape.def.checks?.length) return shape;
  const fields = Object.entries(shape.shape) as [string, z.ZodType][];
  return z.object(Object.fromEntries(fields.map(([name, field]) => [name, cutShapeOf(field)])));
}
