import { z } from 'zod';
import { eventsFrom } from './event.js';
import { id } from './fields.js';

const event = eventsFrom('/payments');

/** `userId` pays; the amount is a decimal string with an ISO 4217 currency. */
const payment = z.object({
  paymentId: id,
  userId: id,
  transactionId: z.string().max(100),
  amount: z.string().regex(/^\d{1,15}(\.\d{1,4})?$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
});

const announced = { announced: true } as const;

/** What happens to payments; nothing yet, as there is no module of them. */
export const paymentEvents = {
  paymentCreated: event('payment.created', 'A payment was begun', payment, announced),
  paymentProcessed: event('payment.processed', 'A payment went through', payment, announced),
  paymentFailed: event(
    'payment.failed',
    'A payment did not go through',
    payment.extend({ errorMessage: z.string().max(500) }),
    announced,
  ),
  paymentRefunded: event(
    'payment.refunded',
    'A payment was refunded, in part or in full; the amount is what went back',
    payment.extend({ refundId: id }),
    announced,
  ),
};
