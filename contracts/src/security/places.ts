import { z } from 'zod';
import { route } from '../route.js';

/** Where attackers are thought to be. */
export const attackPlace = z.object({
  latitude: z.number(),
  longitude: z.number(),
  city: z.string().nullable(),
  /** `code` is that of ISO 3166-1, of two letters. */
  country: z.object({ code: z.string(), name: z.string() }).nullable(),
  /** Of the last day. */
  failures: z.number().int(),
  /** Blocks in force. */
  blocks: z.number().int(),
});
export type AttackPlace = z.output<typeof attackPlace>;

export const placeRoutes = {
  list: route({
    name: 'attackPlaces.list',
    method: 'GET',
    path: '/security/places',
    summary:
      'Where the failures of the last day came from, and where blocked addresses are; most failures first',
    access: 'security:read',
    rateLimit: 'api',
    status: 200,
    response: z.object({
      /** Whether there is a database of places to look into. */
      available: z.boolean(),
      data: z.array(attackPlace),
    }),
    errors: [],
  }),
};
