import { events as contracts } from '@gatehouse/contracts/events';
import { expect, it } from 'vitest';
import { newId } from '../../kernel/id.js';
import type { Caller } from '../http/caller.js';
import { RequestContext } from '../http/request-context.js';
import { envelopeOf, rowOf } from './envelope.js';

const now = new Date('2026-01-02T03:04:05.678Z');
const userId = newId();
const organizationId = newId();
const origin = { module: 'identity', now, request: undefined, trace: undefined };
const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const request = new RequestContext('request-1', 0, '192.0.2.1', 'test', traceparent);
request.caller = { userId, organizationId } as Caller;

it('takes request, trace, actor, tenant and address from the request that is served', () => {
  const event = envelopeOf({ ...origin, request }, contracts.passwordChanged, { userId });
  expect(event).toMatchObject({
    specversion: '1.0',
    source: '/identity',
    type: 'password.changed',
    dataschema: 'urn:gatehouse:event:password.changed:1.0.0',
    time: '2026-01-02T03:04:05.678Z',
    subject: `user/${userId}`,
    correlationid: 'request-1',
    traceparent: request.traceparent,
    organizationid: organizationId,
    actorid: userId,
    clientaddress: '192.0.2.1',
    useragent: 'test',
    data: { userId },
  });
});

it('lets what is given win, also when it is nobody', () => {
  const options = { actorId: null, organizationId: newId(), subject: 'session/1' };
  const data = { userId };
  const event = envelopeOf({ ...origin, request }, contracts.passwordChanged, data, options);
  expect(event).not.toHaveProperty('actorid');
  expect(event).toMatchObject({ organizationid: options.organizationId, subject: 'session/1' });
});

it('carries correlation, trace and tenant on from the event that caused it', () => {
  const cause = envelopeOf({ ...origin, request }, contracts.passwordChanged, { userId });
  const event = envelopeOf(origin, contracts.passwordReset, { userId }, { causedBy: cause });
  const { correlationid, traceparent, organizationid, actorid } = cause;
  expect(event).toMatchObject({ correlationid, traceparent, organizationid, actorid });
});

it('refuses a key that the contract does not list, so that a secret cannot slip in', () => {
  const data = { userId, password: 'hunter2' };
  expect(() => envelopeOf(origin, contracts.passwordChanged, data)).toThrow(/password/);
});

it('keeps characters out that PostgreSQL cannot store, and all others as they are', () => {
  const identifier = 'a\0b\uD800c \\u0000 \u{1F600}';
  const data = { userId: null, identifier, reason: 'wrong_credentials' } as const;
  const row = rowOf(envelopeOf(origin, contracts.userLoginFailed, data));
  expect(row.event).not.toMatch(/(?<!\\)\\u(0000|d800)/i);
  const stored = JSON.parse(row.event) as { data: { identifier: string } };
  expect(stored.data.identifier).toBe('a\u{FFFD}b\u{FFFD}c \\u0000 \u{1F600}');
});
