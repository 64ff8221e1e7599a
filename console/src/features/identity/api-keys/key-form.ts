import { z } from 'zod';
import { routes } from '@gatehouse/contracts/routes';

const { body } = routes.apiKeys.create;
const changes = routes.apiKeys.update.body;

/** An empty field leaves the limit that holds for anybody. */
const limitOf = (text: string): number | null => (text.trim() === '' ? null : Number(text));

const addressesOf = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean);

/** The contract of a new key, from what the form's fields hold: addresses as text, days as an option. */
export const keyForm = z
  .object({
    name: z.string(),
    environment: z.enum(['live', 'test']),
    scopes: z.array(z.string()),
    allowedAddresses: z.string(),
    expiresInDays: z.string(),
    requestsPerMinute: z.string(),
  })
  .transform(
    ({ allowedAddresses, expiresInDays, requestsPerMinute, ...rest }): z.input<typeof body> => ({
      ...rest,
      requestsPerMinute: limitOf(requestsPerMinute),
      allowedAddresses: addressesOf(allowedAddresses),
      ...(expiresInDays === '' ? {} : { expiresInDays: Number(expiresInDays) }),
    }),
  )
  .pipe(body);

/** The contract of a changed key; the option `same` leaves its end as it is. */
export const keyChangeForm = z
  .object({
    name: z.string(),
    scopes: z.array(z.string()),
    allowedAddresses: z.string(),
    expiresInDays: z.string(),
    requestsPerMinute: z.string(),
  })
  .transform(
    ({ allowedAddresses, expiresInDays, requestsPerMinute, ...rest }): z.input<typeof changes> => ({
      ...rest,
      requestsPerMinute: limitOf(requestsPerMinute),
      allowedAddresses: addressesOf(allowedAddresses),
      ...(expiresInDays === 'same'
        ? {}
        : { expiresInDays: expiresInDays === '' ? null : Number(expiresInDays) }),
    }),
  )
  .pipe(changes);
