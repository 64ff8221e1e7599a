import {
  type CloudEvent,
  type EventContract,
  type EventData,
  importantSubjects,
} from '@gatehouse/contracts/events';
import type { z } from 'zod';
import { newId } from '../../kernel/id.js';
import type { RequestContext, Trace } from '../http/request-context.js';
import { kindOf } from './lanes.js';

/** What an event says beside its data; left out, it is taken from the request that is being served. */
export interface EventOptions {
  readonly organizationId?: string | null;
  readonly actorId?: string | null;
  /** What it is about, such as `user/<id>`; events of one subject stay in order. */
  readonly subject?: string;
  /** Of what is told of after its request. */
  readonly clientAddress?: string;
  /** Event that led to this one: its correlation, trace, tenant and actor are carried on. */
  readonly causedBy?: CloudEvent;
}

/** Nobody's own is longer; some send whatever fits. */
const longestUserAgent = 255;

/** Values of one row of an outbox. */
export interface OutboxRow {
  readonly id: string;
  readonly type: string;
  readonly subject: string | null;
  /** The envelope, as JSON text. */
  readonly event: string;
}

export interface EnvelopeOrigin {
  readonly module: string;
  readonly now: Date;
  readonly request: RequestContext | undefined;
  /** Of the request, or of the event that is being handled. */
  readonly trace: Trace | undefined;
}

/**
 * Puts an event in its envelope (CloudEvents 1.0).
 * @throws ZodError when the data is not what the contract says; an unlisted key is refused, so that a
 * secret cannot slip in. Error when an important event is about something else than its contract says.
 */
export function envelopeOf<E extends EventContract>(
  origin: EnvelopeOrigin,
  contract: E,
  data: EventData<E>,
  options: EventOptions = {},
): CloudEvent {
  const parsed = strict(contract).parse(data);
  const { request, trace } = origin;
  const cause = options.causedBy;
  const optional = {
    subject: subjectOf(contract, parsed, options.subject),
    correlationid: request?.requestId ?? cause?.correlationid ?? trace?.correlationId,
    traceparent: request?.traceparent ?? cause?.traceparent ?? trace?.traceparent,
    organizationid: given(
      options.organizationId,
      request?.caller?.organizationId ?? cause?.organizationid,
    ),
    actorid: given(options.actorId, request?.caller?.userId ?? cause?.actorid),
    impersonatorid:
      request?.caller?.kind === 'session' ? request.caller.impersonatorId : cause?.impersonatorid,
    clientaddress: options.clientAddress ?? request?.clientAddress ?? cause?.clientaddress,
    useragent: request?.userAgent.slice(0, longestUserAgent) ?? cause?.useragent,
  };
  return {
    specversion: '1.0',
    id: newId(),
    source: `/${origin.module}`,
    type: contract.type,
    dataschema: `urn:gatehouse:event:${contract.type}:${contract.version}`,
    time: origin.now.toISOString(),
    datacontenttype: 'application/json',
    ...(Object.fromEntries(
      Object.entries(optional).filter(([, value]) => value !== undefined && value !== null),
    ) as Partial<CloudEvent>),
    data: parsed,
  };
}

/** The row of the outbox that holds an envelope. */
export const rowOf = (event: CloudEvent): OutboxRow => ({
  id: event.id,
  type: event.type,
  subject: event.subject ?? null,
  event: storable(JSON.stringify(event)),
});

/** What is given wins, also when it is null. */
const given = <T>(value: T | undefined, fallback: T | undefined): T | undefined =>
  value === undefined ? fallback : value;

function subjectOf(
  { type, important }: EventContract,
  data: Readonly<Record<string, unknown>>,
  given?: string,
): string | undefined {
  const subject = given ?? ownerOf(data);
  const kind = kindOf(subject);
  // Lanes go by the subject: an event of the wrong kind would leave the order of its subject.
  if (important === undefined ? importantSubjects.has(kind) : important !== kind)
    throw new Error(`${type} cannot be about ${subject ?? 'nothing'}`);
  return subject;
}

function ownerOf(data: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof data.userId === 'string') return `user/${data.userId}`;
  if (typeof data.organizationId === 'string') return `organization/${data.organizationId}`;
  return undefined;
}

const strictShapes = new WeakMap<EventContract, z.ZodObject>();

function strict(contract: EventContract): z.ZodObject {
  const known = strictShapes.get(contract);
  if (known) return known;
  const shape = contract.data.strict();
  strictShapes.set(contract, shape);
  return shape;
}

// Also met by a typed backslash before the letters; such a text comes out as it went in.
const suspicious = /\\u(?:0000|d[89a-f])/i;

/** PostgreSQL's jsonb has no NUL and no lone surrogate; whoever types one must not stop the outbox. */
function storable(json: string): string {
  if (!suspicious.test(json)) return json;
  return JSON.stringify(JSON.parse(json, (_key, value: unknown) => wellFormed(value)));
}

const wellFormed = (value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\u{FFFD}') : value;
