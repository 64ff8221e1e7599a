import { z } from 'zod';
import { routes } from '@gatehouse/contracts/routes';

const { body } = routes.webhooks.create;

/** The contract of an endpoint, from what the form's fields hold. */
export const endpointForm = z
  .object({
    url: z.string(),
    description: z.string(),
    /** Which events: every one, also those of later versions, or those chosen. */
    wants: z.enum(['every', 'chosen']),
    eventTypes: z.array(z.string()),
    installation: z.boolean(),
  })
  .refine(({ wants, eventTypes }) => wants === 'every' || eventTypes.length > 0, {
    path: ['wants'],
    error: 'Choose at least one.',
  })
  .transform(({ wants, eventTypes, ...rest }): z.input<typeof body> => ({
    ...rest,
    eventTypes: wants === 'every' ? [] : eventTypes,
  }))
  .pipe(body);
