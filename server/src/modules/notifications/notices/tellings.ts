import {
  type CloudEvent,
  type EventContract,
  type EventData,
  events,
} from '@gatehouse/contracts/events';
import { newNotice } from './notice.js';
import type { NoticeRow } from './notices.table.js';

/** What is told when something has happened. */
type Telling = (event: CloudEvent, now: Date) => NoticeRow;

const tell = <E extends EventContract>(
  contract: E,
  wish: (data: EventData<E>, event: CloudEvent) => Parameters<typeof newNotice>[0],
): [string, Telling] => [
  contract.type,
  (event, now) => {
    const data = contract.data.parse(event.data) as EventData<E>;
    return newNotice({ organizationId: event.organizationid ?? null, ...wish(data, event) }, now);
  },
];

type Payment = EventData<typeof events.paymentCreated>;

const ofPayment = (
  template: string,
  { userId, transactionId, amount, currency }: Payment,
  variables: Readonly<Record<string, string>> = {},
) => ({
  category: 'payments' as const,
  userIds: [userId],
  content: {
    template,
    variables: { transactionId, amount: `${amount} ${currency}`, ...variables },
  },
});

const dateOf = ({ time }: CloudEvent): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(time));

/** By type of event. */
export const tellings: ReadonlyMap<string, Telling> = new Map([
  // The event of an account that registered by itself comes after its address was confirmed; the
  // mail to one that somebody else added waits for that (see `awaits_address`).
  tell(events.userRegistered, ({ userId, email, firstName, lastName }) => ({
    category: 'account',
    userIds: [userId],
    content: { template: 'welcome', variables: { email, firstName, lastName } },
  })),
  tell(events.paymentCreated, (payment) => ofPayment('payment-created', payment)),
  tell(events.paymentProcessed, (payment, event) =>
    ofPayment('payment-confirmation', payment, { date: dateOf(event) }),
  ),
  tell(events.paymentFailed, (payment) =>
    ofPayment('payment-failed', payment, { errorMessage: payment.errorMessage }),
  ),
  tell(events.paymentRefunded, (payment) => ofPayment('payment-refunded', payment)),
  tell(events.alertRaised, ({ severity, summary }) => ({
    category: 'security',
    staffPermission: 'security:read',
    link: '/installation/monitor',
    content: { template: 'alert-raised', variables: { severity, summary } },
  })),
  tell(events.eventsParked, ({ listener, count }) => ({
    category: 'security',
    staffPermission: 'event:read',
    link: '/installation/events',
    content: { template: 'events-parked', variables: { listener, count: String(count) } },
  })),
]);
