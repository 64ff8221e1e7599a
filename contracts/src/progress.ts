import { z } from 'zod';
import { id, timestamp } from './fields.js';

/** How far work in the background has got that somebody started, and what became of it. */
export const progress = z.object({
  id,
  state: z.enum(['running', 'done', 'cancelled']),
  /** How much there was to do when it began; null until that was counted. */
  total: z.number().int().nullable(),
  startedBy: id,
  createdAt: timestamp,
  /** When the last of it was done; of what was cancelled, soon after. */
  finishedAt: timestamp.nullable(),
});
export type Progress = z.output<typeof progress>;
