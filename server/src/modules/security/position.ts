import { decodeCursor } from '../../kernel/page.js';

/** Where a list by time goes on. */
export interface Position {
  readonly at: Date;
  readonly id: string;
}

/** A moment and an id. */
const cursorForm = /^[0-9T:.-]{23}Z [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const positionKey = ({ at, id }: Position): string => `${at.toISOString()} ${id}`;

/** @throws AppError `validation_failed` for what is no cursor of `positionKey`. */
export function positionOf(cursor: string): Position {
  const [time = '', id = ''] = decodeCursor(cursor, cursorForm).split(' ');
  const at = new Date(time);
  return { at: Number.isNaN(at.getTime()) ? new Date(0) : at, id };
}
