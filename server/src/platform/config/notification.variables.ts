import { z } from 'zod';
import { variables } from './variables.js';

export const notificationVariables = variables({
  GATEHOUSE_NOTIFICATION_PAUSE_SECONDS: {
    shape: z.coerce.number().int().min(1).default(60),
    doc: 'Least time between two notification mails, or text messages, to one address, in seconds; what comes meanwhile is joined.',
  },
  GATEHOUSE_KEEP_NOTIFICATIONS_DAYS: {
    // Longer than past events are kept: a replay must find what was told.
    shape: z.coerce.number().int().min(4).default(90),
    doc: 'How long notifications, and the log of what was sent of them, are kept, in days.',
  },
});
