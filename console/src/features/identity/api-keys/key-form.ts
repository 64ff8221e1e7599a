import { z } from 'zod';
import type { Permission } from '@gatehouse/contracts/permissions';
import { routes } from '@gatehouse/contracts/routes';

const { body } = routes.apiKeys.create;

/** The contract of a new key, from what the form's fields hold: addresses as text, days as an option. */
export const keyForm = z
  .object({
    name: z.string(),
    environment: z.enum(['live', 'test']),
    scopes: z.array(z.custom<Permission>()),
    allowedAddresses: z.string(),
    expiresInDays: z.string(),
  })
  .transform(({ allowedAddresses, expiresInDays, ...rest }): z.input<typeof body> => ({
    ...rest,
    allowedAddresses: allowedAddresses.split(/[\s,;]+/).filter(Boolean),
    ...(expiresInDays === '' ? {} : { expiresInDays: Number(expiresInDays) }),
  }))
  .pipe(body);
