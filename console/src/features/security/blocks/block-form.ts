import { z } from 'zod';
import { routes } from '@gatehouse/contracts/routes';

const { body } = routes.blocks.create;
const minutesOf = (minutes: string) => (minutes === '' ? null : Number(minutes));

/** How long a block may last, by what it is called, in minutes. */
export const lengths = {
  '15': '15 minutes',
  '60': '1 hour',
  '1440': '1 day',
  '10080': '7 days',
  '43200': '30 days',
  '': 'for good',
} as const;

/** The contract of a block, from what the form's fields hold. */
export const blockForm = z
  .object({ network: z.string(), reason: z.string(), minutes: z.string(), confirm: z.boolean() })
  .transform(({ network, minutes, ...rest }): z.input<typeof body> => ({
    ...rest,
    network: network.trim(),
    minutes: minutesOf(minutes),
  }))
  .pipe(body);

/** The same of another end for a block. */
export const endForm = z
  .object({ reason: z.string(), minutes: z.string() })
  .transform(({ reason, minutes }) => ({ reason, minutes: minutesOf(minutes) }))
  .pipe(routes.blocks.update.body);
