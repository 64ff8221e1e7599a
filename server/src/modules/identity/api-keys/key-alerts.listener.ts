import { Injectable } from '@nestjs/common';
import { type CloudEvent, events } from '@gatehouse/contracts/events';
import type { Transaction } from '../../../platform/database/database.js';
import { EventListener } from '../../../platform/events/event-listener.js';
import { KeyMailsService } from './key-mails.service.js';

const { apiKeyCreated, apiKeyRotated } = events;

/** Tells those who look after service accounts by mail of keys that these were given. */
@Injectable()
export class KeyAlertsListener extends EventListener {
  override readonly name = 'key-alerts';
  override readonly module = 'identity';
  override readonly replayRefusal = 'would tell people by mail of the same keys again';
  override readonly types = [apiKeyCreated.type, apiKeyRotated.type];

  constructor(private readonly mails: KeyMailsService) {
    super();
  }

  override async handle(tx: Transaction, happened: readonly CloudEvent[]): Promise<void> {
    for (const { type, data, organizationid, actorid } of happened) {
      if (!organizationid || !actorid) continue;
      const made = type === apiKeyCreated.type;
      const { userId, name } = (made ? apiKeyCreated : apiKeyRotated).data.parse(data);
      const told = { userId, organizationId: organizationid, name, actorId: actorid };
      const kind = made ? 'service_key_made' : 'service_key_rotated';
      await this.mails.serviceKeyChanged(tx, kind, told);
    }
  }
}
