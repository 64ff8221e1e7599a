import type { z } from 'zod';
import type { EventContract } from './event.js';
import { auditEvents } from './audit-events.js';
import { eventLogEvents } from './event-log-events.js';
import { accountEvents } from './identity/account-events.js';
import { applicationPermissionEvents } from './identity/application-permissions/events.js';
import { groupEvents } from './identity/groups/events.js';
import { organizationEvents } from './identity/organization-events.js';
import { sessionEvents } from './identity/session-events.js';
import { notificationEvents } from './notifications/events.js';
import { paymentEvents } from './payment-events.js';
import { securityEvents } from './security/events.js';
import { webhookEvents } from './webhook-events.js';

export type { EventContract } from './event.js';
export { erasedWordsPlace, signInFailures, type SignInFailure } from './identity/account-events.js';
export { keyRefusals, type KeyRefusal } from './identity/organization-events.js';
export { sessionEndReasons, type SessionEndReason } from './identity/session-events.js';
export { alertSeverities, type AlertSeverity } from './security/events.js';

/** Every event. Actor, organization, address and request id travel in the envelope. */
export const events = {
  ...organizationEvents,
  ...groupEvents,
  ...applicationPermissionEvents,
  ...accountEvents,
  ...sessionEvents,
  ...webhookEvents,
  ...paymentEvents,
  ...notificationEvents,
  ...securityEvents,
  ...eventLogEvents,
  ...auditEvents,
} as const satisfies Record<string, EventContract>;

const important = Object.values<EventContract>(events).flatMap((contract) =>
  contract.important === undefined ? [] : [{ ...contract, kind: contract.important }],
);
/** Kinds of subjects whose events are important, such as `alert`. */
export const importantSubjects: ReadonlySet<string> = new Set(important.map(({ kind }) => kind));
/** Types of important events. */
export const importantTypes: ReadonlySet<string> = new Set(important.map(({ type }) => type));

/** Envelope: CloudEvents 1.0 with extension attributes of ours (lower case, as the standard asks). */
export interface CloudEvent<T = Record<string, unknown>> {
  specversion: '1.0';
  id: string;
  /** Module that the event comes from, such as `/identity`. */
  source: string;
  type: string;
  dataschema: string;
  time: string;
  subject?: string;
  datacontenttype: 'application/json';
  data: T;
  /** Request that led to it. */
  correlationid?: string;
  traceparent?: string;
  /** Tenant. */
  organizationid?: string;
  /** Who did it. */
  actorid?: string;
  /** Who acted in the name of the actor. */
  impersonatorid?: string;
  /** Client address it was done from. */
  clientaddress?: string;
  /** What the client calls itself, cut after 255 characters. */
  useragent?: string;
}

export type EventData<E extends EventContract> = z.output<E['data']>;
