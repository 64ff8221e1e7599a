import { z } from 'zod';
import { routes } from '@gatehouse/contracts/routes';

const { body } = routes.apiKeys.create;
const changes = routes.apiKeys.update.body;

const addressesOf = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean);

/** The contract of a new key, from what the form's fields hold: addresses as text, days as an option. */
export const keyForm = z
  .object({
    name: z.string(),
    environment: z.enum(['live', 'test']),
    scopes: z.array(z.string()),
    allowedAddresses: z.string(),
    expiresInDays: z.string(),
  })
  .transform(({ allowedAddresses, expiresInDays, ...rest }): z.input<typeof body> => ({
    ...rest,
    allowedAddresses: addressesOf(allowedAddresses),
    ...(expiresInDays === '' ? {} : { expiresInDays: Number(expiresInDays) }),
  }))
  .pipe(body);

/** The contract of a changed key; the option `same` leaves its end as it is. */
export const keyChangeForm = z
  .object({ name: z.string(), allowedAddresses: z.string(), expiresInDays: z.string() })
  .transform(({ name, allowedAddresses, expiresInDays }): z.input<typeof changes> => ({
    name,
    allowedAddresses: addressesOf(allowedAddresses),
    ...(expiresInDays === 'same'
      ? {}
      : { expiresInDays: expiresInDays === '' ? null : Number(expiresInDays) }),
  }))
  .pipe(changes);
