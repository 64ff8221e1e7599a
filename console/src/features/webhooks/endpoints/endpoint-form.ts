import { z } from 'zod';
import { type EventContract, events } from '@gatehouse/contracts/events';
import { routes } from '@gatehouse/contracts/routes';

const ofInstallation = new Set(
  Object.values<EventContract>(events)
    .filter((event) => event.installation)
    .map(({ type }) => type),
);

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
  .transform(({ eventTypes, ...rest }) => ({
    ...rest,
    // What was chosen while the box of the installation was ticked would never come.
    eventTypes: eventTypes.filter((type) => rest.installation || !ofInstallation.has(type)),
  }))
  .refine(({ wants, eventTypes }) => wants === 'every' || eventTypes.length > 0, {
    path: ['wants'],
    error: 'Choose at least one.',
  })
  .transform(({ wants, eventTypes, ...rest }): z.input<typeof body> => ({
    ...rest,
    eventTypes: wants === 'every' ? [] : eventTypes,
  }))
  .pipe(body);
