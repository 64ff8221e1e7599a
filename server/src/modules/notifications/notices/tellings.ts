import { type EventData, events } from '@gatehouse/contracts/events';
import type { TemplateValues } from '../templates/renderer.service.js';
import { accountTellings } from './account-tellings.js';
import { inInbox, tell, type Telling } from './notice.js';

type Found = Pick<EventData<typeof events.alertRaised>, 'severity' | 'summary' | 'said'>;
type Payment = EventData<typeof events.paymentCreated>;

const ofPayment = (
  template: string,
  { userId, transactionId, amount, currency }: Payment,
  variables: Readonly<Record<string, string>> = {},
  dates: Readonly<Record<string, string>> = {},
) => ({
  category: 'payments' as const,
  userIds: [userId],
  content: {
    template,
    variables: { transactionId, amount: `${amount} ${currency}`, ...variables },
    dates,
  },
});

/** What a detection found: in the reader's words, where the event says what these name. */
const foundIn = ({ severity, summary, said }: Found): TemplateValues => ({
  severities: { severity },
  ...(said
    ? { variables: {}, findings: { summary: said.key }, facts: said.facts }
    : { variables: { summary } }),
});

/** By type of event. */
export const tellings: ReadonlyMap<string, Telling> = new Map([
  ...accountTellings,
  // The event of an account that registered by itself comes after its address was confirmed; the
  // mail to one that somebody else added waits for that (see `awaits_address`).
  tell(events.userRegistered, ({ userId, email, firstName, lastName }) => ({
    category: 'account',
    userIds: [userId],
    content: { template: 'welcome', variables: { email, firstName, lastName } },
  })),
  tell(events.paymentCreated, (payment) => ofPayment('payment-created', payment)),
  tell(events.paymentProcessed, (payment, event) =>
    ofPayment('payment-confirmation', payment, {}, { date: event.time }),
  ),
  tell(events.paymentFailed, (payment) =>
    ofPayment('payment-failed', payment, { errorMessage: payment.errorMessage }),
  ),
  tell(events.paymentRefunded, (payment) => ofPayment('payment-refunded', payment)),
  tell(events.alertRaised, ({ alertId, ...found }) => ({
    category: 'security',
    staffPermission: 'security:manage',
    link: `/installation/monitor?tab=alerts&alert=${alertId}`,
    content: { template: 'alert-raised', ...foundIn(found) },
  })),
  tell(events.eventsParked, ({ listener, count }) => ({
    category: 'security',
    staffPermission: 'event:retry',
    link: '/installation/events',
    content: { template: 'events-parked', variables: { listener, count: String(count) } },
  })),
  tell(events.alertAssigned, ({ alertId, assigneeId, ...found }, { actorid }) =>
    assigneeId === actorid
      ? null
      : {
          category: 'security',
          userIds: [assigneeId],
          link: `/installation/monitor?tab=alerts&alert=${alertId}`,
          content: { template: 'alert-assigned', ...foundIn(found) },
        },
  ),
  tell(events.userUpdated, ({ userId, fields }, { actorid }) =>
    fields.includes('picture') && actorid !== userId
      ? {
          category: 'account',
          userIds: [userId],
          link: '/profile',
          content: { template: 'picture-removed', variables: {} },
        }
      : null,
  ),
  tell(events.roleChanged, ({ userId, to }) => ({
    category: 'account',
    userIds: [userId],
    content: { template: 'role-changed', variables: { role: to } },
  })),
  tell(events.invitationAccepted, ({ invitedBy, email, role }) =>
    invitedBy === undefined || email === undefined
      ? null
      : {
          category: 'account',
          userIds: [invitedBy],
          channels: inInbox,
          link: '/people',
          content: { template: 'invitation-accepted', variables: { email, role } },
        },
  ),
  tell(events.webhookDisabled, ({ endpointId, url }) => ({
    category: 'security',
    memberPermission: 'webhook:manage',
    channels: inInbox,
    link: `/hooks/${endpointId}`,
    content: { template: 'webhook-disabled', variables: { url } },
  })),
  tell(events.apiKeyExpiring, ({ userId, name, expiresAt, isService }) => ({
    category: 'account',
    ...(isService
      ? { memberPermission: 'service_account:manage' as const, link: `/automation/${userId}` }
      : { userIds: [userId], link: '/keys' }),
    channels: inInbox,
    content: { template: 'api-key-expiring', variables: { name }, dates: { date: expiresAt } },
  })),
  tell(events.accountExported, ({ userId }) => ({
    category: 'account',
    userIds: [userId],
    channels: inInbox,
    content: { template: 'export-ready', variables: {} },
  })),
]);
