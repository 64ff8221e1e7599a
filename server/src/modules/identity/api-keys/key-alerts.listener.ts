import { Injectable } from '@nestjs/common';
import { type CloudEvent, events } from '@gatehouse/contracts/events';
import type { Transaction } from '../../../platform/database/database.js';
import { EventListener } from '../../../platform/events/event-listener.js';
import { KeyMailsService } from './key-mails.service.js';

const { apiKeyCreated, apiKeyUpdated, apiKeyRotated, apiKeyRevoked } = events;

/** What is told of an event; null where nobody need be told. */
function toldOf({ type, data }: CloudEvent) {
  if (type === apiKeyCreated.type)
    return { kind: 'service_key_made', ...apiKeyCreated.data.parse(data) } as const;
  if (type === apiKeyRotated.type)
    return { kind: 'service_key_rotated', ...apiKeyRotated.data.parse(data) } as const;
  if (type === apiKeyUpdated.type) {
    const updated = apiKeyUpdated.data.parse(data);
    return updated.loosened ? ({ kind: 'service_key_loosened', ...updated } as const) : null;
  }
  const ended = apiKeyRevoked.data.parse(data);
  return ended.cause === 'account_reported'
    ? ({ kind: 'service_key_withdrawn', ...ended } as const)
    : null;
}

/** Tells those who look after service accounts by mail of keys that these were given, that are limited less, and that ended by a report. */
@Injectable()
export class KeyAlertsListener extends EventListener {
  override readonly name = 'key-alerts';
  override readonly module = 'identity';
  override readonly replayRefusal = 'would tell people by mail of the same keys again';
  override readonly types = [
    apiKeyCreated.type,
    apiKeyUpdated.type,
    apiKeyRotated.type,
    apiKeyRevoked.type,
  ];

  constructor(private readonly mails: KeyMailsService) {
    super();
  }

  override async handle(tx: Transaction, happened: readonly CloudEvent[]): Promise<void> {
    for (const event of happened) {
      const { organizationid: organizationId, actorid: actorId } = event;
      const told = toldOf(event);
      if (!organizationId || !actorId || told === null) continue;
      const { kind, userId, name } = told;
      await this.mails.serviceKeyChanged(tx, kind, { userId, organizationId, name, actorId });
    }
  }
}
