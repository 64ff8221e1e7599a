import { z } from 'zod';
import { event } from './event.js';
import { id } from './fields.js';

/** `userId` pays; the amount is a decimal string with an ISO 4217 currency. */
const payment = z.object({
  paymentId: id,
  userId: id,
  transactionId: z.string().max(100),
  amount: z.string().regex(/^\d{1,15}(\.\d{1,4})?$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
});

/** What happens to payments. */
export const paymentEvents = {
  paymentCreated: event('payment.created', 'A payment was begun', payment),
  paymentProcessed: event('payment.processed', 'A payment went through', payment),
  paymentFailed: event(
    'payment.failed',
    'A payment did not go through',
    payment.extend({ errorMessage: z.string().max(500) }),
  ),
  paymentRefunded: event(
    'payment.refunded',
    'A payment was refunded, in part or in full; the amount is what went back',
    payment.extend({ refundId: id }),
  ),
};
