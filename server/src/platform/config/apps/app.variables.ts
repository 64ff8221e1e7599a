import { apps } from '@gatehouse/contracts/platform';
import { z } from 'zod';
import { list, variables } from '../variables.js';

export const appVariables = variables({
  GATEHOUSE_APP: {
    shape: z.enum(apps).default('all'),
    doc: 'What this process is: `all` in one; `api`, which answers requests and leaves background work to others; `worker`, which does it; `notifications`, which tells people and answers for that alone; or `migrate`, which brings the database up to date and ends.',
  },
  GATEHOUSE_WORKER_LEAVES: {
    shape: list.pipe(z.array(z.literal('notifications'))),
    doc: 'Background work that a `worker` leaves to an app of its own: `notifications`. Default: none; a worker and such an app then share the work.',
  },
});
