import { z } from 'zod';
import type { ErrorCode } from './errors.js';
import { alertSeverities } from './events.js';
import { id, timestamp } from './fields.js';
import { notification } from './notifications/inbox.js';
import type { AnyPermission } from './permissions.js';
import { attemptFailures, attemptKinds } from './security/attempts.js';
import { securityMetrics } from './security/monitor.js';

/** Namespace of Socket.IO that everything here belongs to (S4-087). */
export const realtimeNamespace = '/realtime';
/** Path of the HTTP upgrade; WebSocket is the only transport. */
export const realtimePath = '/socket.io/';

/** What happened, and when: with the id of the bus event that told of it, by which repeats are known. */
const happened = z.object({ eventId: id, occurredAt: timestamp });
const ipBlock = happened.extend({
  blockId: id,
  network: z.string(),
  reason: z.string(),
  /** Who did it; null when the installation did. */
  actorId: id.nullable(),
});

/** Every event that the server sends (C31), with the shape of its only argument. */
export const serverEvents = {
  /** Somebody tried to sign in, a second factor, a used refresh token or an API key. */
  'monitoring:login-attempt': happened.extend({
    kind: z.enum(attemptKinds),
    outcome: z.enum(['success', 'failure']),
    /** Null where no account is known. */
    userId: id.nullable(),
    /** What was typed as e-mail address or username; the id of an API key; null where neither is known. */
    identifier: z.string().nullable(),
    /** Of a success, and of a second factor. */
    method: z.string().nullable(),
    /** Of a failure. */
    reason: z.enum(attemptFailures).nullable(),
    /** Above one where many are told of together, as of API keys. */
    tries: z.number().int(),
    clientAddress: z.string().nullable(),
  }),
  'monitoring:ip-blocked': ipBlock.extend({
    until: timestamp.nullable(),
    automatic: z.boolean(),
  }),
  /** Somebody lifted it, or it ran out: then `liftReason` is null. */
  'monitoring:ip-unblocked': ipBlock.extend({ liftReason: z.string().nullable() }),
  'monitoring:alert': happened.extend({
    alertId: id,
    detection: z.string(),
    severity: z.enum(alertSeverities),
    summary: z.string(),
  }),
  /** Somebody did something about an alert: look again. */
  'monitoring:alert-changed': happened.extend({
    alertId: id,
    detection: z.string(),
    change: z.enum(['acknowledged', 'assigned', 'updated', 'noted']),
    actorId: id.nullable(),
  }),
  /** How the installation stands, every few seconds. */
  'monitoring:security-metrics': securityMetrics,
  /** Something came into the person's inbox. */
  'notification:new': notification,
  /** Something in the person's inbox is not as it was: look again; null where it is more than can be named. */
  'notification:changed': z.object({ notificationId: id.nullable() }),
  /** Something about the person changed, or what they may do: the profile is to be looked at again. */
  'account:changed': happened.extend({ change: z.enum(['profile', 'rights']) }),
  /** The organization that the session is in is not called or set as it was. */
  'organization:changed': happened,
  /** The server closes the socket: the session is over, or the token that opened it is. */
  'session:ended': z.object({ reason: z.enum(['ended', 'token_expired']) }),
} as const;

export type ServerEvents = typeof serverEvents;
export type ServerEventName = keyof ServerEvents;
export type ServerEventData<E extends ServerEventName> = z.output<ServerEvents[E]>;

/** A client's event: the shape of its only argument, what its acknowledgement brings, and who may send it. */
interface ClientEventContract {
  readonly data: z.ZodType;
  readonly answer: z.ZodType;
  readonly permission?: AnyPermission;
}

const nothing = z.undefined();

/** Every event that a client may send. Each is acknowledged, also when it is refused. */
export const clientEvents = {
  /** From here on the socket gets `monitoring:` events. */
  'join:monitoring': { data: z.unknown(), answer: nothing, permission: 'security:read' },
  'leave:monitoring': { data: z.unknown(), answer: nothing },
  /**
   * From here on the socket gets `notification:` events of its own person: a user id that is sent is
   * not looked at (C32). With the last notification that is known, the answer brings what was missed.
   */
  'subscribe:notifications': {
    data: z.object({ since: id.optional() }).or(z.string().max(100)).nullish(),
    /** Oldest first, a hundred at most; `hasMore`: ask again with the last of them. */
    answer: z.object({ missed: z.array(notification), hasMore: z.boolean() }),
  },
  /** A fresh token for the same session, before the old one expires. */
  authenticate: { data: z.object({ token: z.string().max(4096) }), answer: nothing },
} as const satisfies Record<string, ClientEventContract>;

export type ClientEvents = typeof clientEvents;
export type ClientEventName = keyof ClientEvents;

/** What a client's event is acknowledged with. */
export type Acknowledgement<T = undefined> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly error: { readonly code: ErrorCode; readonly title: string } };

/** Events by name, as Socket.IO wants them typed. */
export type ServerToClient = { [E in ServerEventName]: (data: ServerEventData<E>) => void };
export type ClientToServer = {
  [E in ClientEventName]: (
    data: z.input<ClientEvents[E]['data']>,
    acknowledge: (answer: Acknowledgement<z.output<ClientEvents[E]['answer']>>) => void,
  ) => void;
};

/** Rooms of the server's side; a client names none, it sends events. */
export const rooms = {
  /** All sockets of a person. */
  user: (userId: string) => `user:${userId}` as const,
  organization: (organizationId: string) => `org:${organizationId}` as const,
  /** @param role key of a built-in role, or id of a custom one. */
  role: (organizationId: string, role: string) => `role:${organizationId}:${role}` as const,
  monitoring: () => 'monitoring' as const,
  /** A person's notifications, on the sockets that asked for them. */
  notifications: (userId: string) => `notifications:${userId}` as const,
  chat: (roomId: string) => `chat:${roomId}` as const,
};
export type Room = ReturnType<(typeof rooms)[keyof typeof rooms]>;
