import { z } from 'zod';
import { variables } from './variables.js';

export const notificationVariables = variables({
  GATEHOUSE_KEEP_NOTIFICATIONS_DAYS: {
    shape: z.coerce.number().int().min(1).default(90),
    doc: 'How long notifications, and the log of what was sent of them, are kept, in days.',
  },
});
