import { Injectable } from '@nestjs/common';
import { type CloudEvent, events as catalogue } from '@gatehouse/contracts/events';
import { traceIdOf } from '../../kernel/trace.js';
import type { Transaction } from '../../platform/database/database.js';
import { Erasures } from '../../platform/erasure/erasures.js';
import { EventListener } from '../../platform/events/event-listener.js';
import { AuditLog } from '../../platform/telemetry/audit-log.js';
import { type AuditRecord, AuditTrailService } from './audit-trail.service.js';

const { userErased } = catalogue;

/** Writes every event to the audit trail, and to the file beside it. */
@Injectable()
export class AuditListener extends EventListener {
  override readonly name = 'audit';
  override readonly module = 'audit';
  override readonly types = 'all';
  /** Adds what is missing, at the end of the chain: an event that has its entry gets no second one. */
  override readonly replayRefusal = null;

  constructor(
    private readonly trail: AuditTrailService,
    private readonly erasures: Erasures,
    private readonly auditLog: AuditLog,
  ) {
    super();
  }

  override async handle(tx: Transaction, events: readonly CloudEvent[]): Promise<void> {
    const records = await this.trail.append(tx, events.map(recordOf));
    for (const event of events) await this.erasures.follow(tx, this.module, event);
    // The file may have a line twice when the commit fails; only the table is proof.
    for (const { action, details: _details, ...facts } of records)
      this.auditLog.write(action, facts);
  }
}

/** What an erasure looks for is for its listeners alone. */
function withoutSealed({ type, data }: CloudEvent): Record<string, unknown> {
  if (type !== userErased.type) return data;
  const { sealedWords: _words, ...details } = data;
  return details;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const uuidOf = (value: string | undefined): string | null =>
  value !== undefined && uuid.test(value) ? value : null;

/** The record of an event; the event's id is the record's, so that no event is told twice. */
export function recordOf(event: CloudEvent): AuditRecord {
  const [, type = null, resource = null] = /^([^/]+)\/(.+)$/s.exec(event.subject ?? '') ?? [];
  return {
    id: event.id,
    action: event.type,
    actorId: uuidOf(event.actorid),
    organizationId: uuidOf(event.organizationid),
    resourceType: type,
    resourceId: resource,
    details: withoutSealed(event),
    ipAddress: event.clientaddress ?? null,
    requestId: event.correlationid ?? null,
    impersonatorId: uuidOf(event.impersonatorid),
    userAgent: event.useragent ?? null,
    traceId: event.traceparent === undefined ? null : traceIdOf(event.traceparent),
    source: event.source,
    version: event.dataschema.split(':').at(-1) ?? null,
    occurredAt: new Date(event.time),
  };
}
