import { z } from 'zod';
import { list, variables } from './variables.js';

const ranges = list.pipe(
  z.array(z.union([z.cidrv4(), z.cidrv6()], { error: 'must be ranges such as 10.0.0.0/8' })),
);

export const webhookVariables = variables({
  GATEHOUSE_WEBHOOK_ALLOWED_RANGES: {
    shape: ranges,
    doc: 'CIDR ranges of private addresses that webhooks may be sent to, separated by commas. Default: none.',
  },
  GATEHOUSE_KEEP_WEBHOOKS_DAYS: {
    shape: z.coerce.number().int().min(1).default(30),
    doc: 'How long the log of webhooks is kept, in days.',
  },
});
