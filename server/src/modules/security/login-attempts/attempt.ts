import { type CloudEvent, events } from '@gatehouse/contracts/events';
import { sourceOf } from '../../../platform/http/network.js';
import type { AttemptRow } from './login-attempts.table.js';

const { userLogin, userLoginFailed, twoFactorFailed, refreshTokenReused, apiKeyRefused } = events;

/** Events that tell of an attempt. */
export const attemptEvents: readonly string[] = [
  userLogin.type,
  userLoginFailed.type,
  twoFactorFailed.type,
  refreshTokenReused.type,
  apiKeyRefused.type,
];

/** The attempt that an event tells of; null for other events. */
export function attemptOf(event: CloudEvent): AttemptRow | null {
  const facts = factsOf(event);
  if (!facts) return null;
  const address = event.clientaddress ?? null;
  return {
    id: event.id,
    occurredAt: new Date(event.time),
    succeeded: false,
    failure: null,
    method: null,
    identifier: null,
    userId: null,
    organizationId: event.organizationid ?? null,
    address,
    network: address === null ? null : sourceOf(address),
    userAgent: event.useragent ?? null,
    sessionId: null,
    newDevice: false,
    tries: 1,
    ...facts,
  };
}

type Facts = Pick<AttemptRow, 'kind'> & Partial<AttemptRow>;

function factsOf({ type, data }: CloudEvent): Facts | null {
  switch (type) {
    case userLogin.type: {
      const { userId, email, sessionId, method } = userLogin.data.parse(data);
      const identifier = email.toLowerCase();
      return { kind: 'sign_in', succeeded: true, userId, identifier, sessionId, method };
    }
    case userLoginFailed.type: {
      const { userId, identifier, reason } = userLoginFailed.data.parse(data);
      return { kind: 'sign_in', userId, identifier, failure: reason };
    }
    case twoFactorFailed.type: {
      const { userId, method } = twoFactorFailed.data.parse(data);
      return { kind: 'second_factor', userId, method, failure: 'wrong_code' };
    }
    case refreshTokenReused.type: {
      const { userId, sessionId } = refreshTokenReused.data.parse(data);
      return { kind: 'refresh_token', userId, sessionId, failure: 'token_reused' };
    }
    case apiKeyRefused.type: {
      const { apiKeyId, reason, count } = apiKeyRefused.data.parse(data);
      return { kind: 'api_key', identifier: apiKeyId, failure: reason, tries: count };
    }
    default:
      return null;
  }
}
