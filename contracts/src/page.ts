import { z } from 'zod';

/** Query of every list: how many rows (1 to 100), where to go on, and what of them. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().max(512).optional(),
  /** Only these fields of each row, separated by commas. */
  fields: z.string().max(500).optional(),
});

/** Answer of every list: the rows, and the cursor of the next page where there is one. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    data: z.array(item),
    page: z.object({ nextCursor: z.string().nullable(), hasMore: z.boolean() }),
  });
