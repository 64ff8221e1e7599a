import type { RouteContract } from '@gatehouse/contracts/route';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AppError } from '../../../kernel/error.js';
import type { Hand } from '../route-hooks.js';

/** The fields that a caller chose of the rows of a list, by `?fields=id,email`. */
const chosenBy = ({ query }: FastifyRequest): string[] | undefined =>
  (query as { fields?: string } | undefined)?.fields?.split(',');

/** The names that the rows of a list have; empty where rows are not all of one kind. */
function rowNames({ response }: RouteContract): readonly string[] {
  const rows = response instanceof z.ZodObject ? (response.shape.data as unknown) : undefined;
  const row = rows instanceof z.ZodArray ? rows.element : undefined;
  return row instanceof z.ZodObject ? Object.keys(row.shape) : [];
}

/** A check that rows have what is chosen of them. @throws AppError `validation_failed` */
export function fieldsCheck(contract: RouteContract): (request: FastifyRequest) => void {
  const names = rowNames(contract);
  return (request) => {
    if (chosenBy(request)?.every((name) => names.includes(name)) === false)
      throw new AppError('validation_failed', {
        fields: [{ pointer: '/query/fields', message: `must be of: ${names.join(', ')}` }],
      });
  };
}

/** Leaves of each row what was chosen. */
export function sparseRows(
  request: FastifyRequest,
  _reply: FastifyReply,
  payload: unknown,
  done: Hand,
): void {
  const chosen = chosenBy(request);
  const { data } = payload as { data?: unknown };
  if (!chosen || !Array.isArray(data)) return done(null, payload);
  const rows = data.map((row: Record<string, unknown>) =>
    Object.fromEntries(chosen.map((name) => [name, row[name]])),
  );
  done(null, { ...(payload as object), data: rows });
}
