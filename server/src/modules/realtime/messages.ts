import { type CloudEvent, type EventContract, events } from '@gatehouse/contracts/events';
import { rooms, type ServerEventData } from '@gatehouse/contracts/realtime';
import type { Message } from './realtime-types.js';

/** Longest text of a stranger's making that is passed on. */
const mostText = 320;
const room = rooms.monitoring();

const happened = ({ id, time }: CloudEvent) => ({ eventId: id, occurredAt: time });

type Attempt = ServerEventData<'monitoring:login-attempt'>;

/** What is not said of an attempt is not known; it failed unless it says otherwise. */
const attempt = (
  event: CloudEvent,
  facts: Pick<Attempt, 'kind' | 'reason'> & Partial<Attempt>,
): Message => ({
  room,
  event: 'monitoring:login-attempt',
  data: {
    ...happened(event),
    outcome: 'failure',
    userId: null,
    identifier: null,
    method: null,
    tries: 1,
    clientAddress: event.clientaddress ?? null,
    ...facts,
  },
});

/** What each bus event is told as. */
const tellings = new Map<string, (event: CloudEvent) => Message>([
  telling(events.userLogin, (event, { userId, email, method }) =>
    attempt(event, {
      kind: 'sign_in',
      outcome: 'success',
      reason: null,
      userId,
      identifier: email,
      method,
    }),
  ),
  telling(events.userLoginFailed, (event, { userId, identifier, reason }) =>
    attempt(event, {
      kind: 'sign_in',
      reason,
      userId,
      identifier: identifier.slice(0, mostText),
    }),
  ),
  telling(events.twoFactorFailed, (event, { userId, method }) =>
    attempt(event, { kind: 'second_factor', reason: 'wrong_code', userId, method }),
  ),
  telling(events.refreshTokenReused, (event, { userId }) =>
    attempt(event, { kind: 'refresh_token', reason: 'token_reused', userId }),
  ),
  telling(events.apiKeyRefused, (event, { apiKeyId, reason, count }) =>
    attempt(event, { kind: 'api_key', reason, identifier: apiKeyId, tries: count }),
  ),
  telling(events.ipBlockCreated, (event, data) => ({
    room,
    event: 'monitoring:ip-blocked',
    data: { ...happened(event), ...data, actorId: event.actorid ?? null },
  })),
  telling(events.ipBlockLifted, (event, data) => ({
    room,
    event: 'monitoring:ip-unblocked',
    data: { ...happened(event), ...data, actorId: event.actorid ?? null },
  })),
  telling(events.ipBlockExpired, (event, data) => ({
    room,
    event: 'monitoring:ip-unblocked',
    data: { ...happened(event), ...data, liftReason: null, actorId: null },
  })),
  telling(events.ipBlockUpdated, (event, { updateReason: _reason, from: _from, ...data }) => ({
    room,
    event: 'monitoring:ip-blocked',
    data: { ...happened(event), ...data, actorId: event.actorid ?? null },
  })),
  telling(events.alertRaised, (event, data) => ({
    room,
    event: 'monitoring:alert',
    data: { ...happened(event), ...data },
  })),
  telling(events.alertAcknowledged, alertChanged('acknowledged')),
  telling(events.alertAssigned, alertChanged('assigned')),
  telling(events.alertUpdated, alertChanged('updated')),
  telling(events.alertNoted, alertChanged('noted')),
]);

/** The bus events that sockets are told of. */
export const toldTypes: readonly string[] = [...tellings.keys()];

/** What sockets are told of a bus event. @throws Error for one that they are told nothing of. */
export function messageOf(event: CloudEvent): Message {
  const tell = tellings.get(event.type);
  if (!tell) throw new Error(`sockets are told nothing of ${event.type}`);
  return tell(event);
}

function alertChanged(change: ServerEventData<'monitoring:alert-changed'>['change']) {
  return (event: CloudEvent, { alertId, detection }: { alertId: string; detection: string }) => ({
    room,
    event: 'monitoring:alert-changed' as const,
    data: { ...happened(event), alertId, detection, change, actorId: event.actorid ?? null },
  });
}

function telling<E extends EventContract>(
  contract: E,
  tell: (event: CloudEvent, data: ReturnType<E['data']['parse']>) => Message,
): [string, (event: CloudEvent) => Message] {
  const parse = (data: unknown) => contract.data.parse(data) as ReturnType<E['data']['parse']>;
  return [contract.type, (event) => tell(event, parse(event.data))];
}
