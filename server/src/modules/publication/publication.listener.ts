import { Injectable } from '@nestjs/common';
import type { CloudEvent } from '@gatehouse/contracts/events';
import type { Transaction } from '../../platform/database/database.js';
import { TopicExchange } from '../../platform/events/delivery/rabbitmq/topic-exchange.js';
import { EventListener } from '../../platform/events/event-listener.js';

/**
 * Publishes every event for other programs, at least once: whoever must not have one twice keeps the
 * ids. What is sealed for listeners of ours alone is left out.
 */
@Injectable()
export class PublicationListener extends EventListener {
  override readonly name = 'publication';
  override readonly module = 'publication';
  override readonly types = 'all';
  /** It is published once more, which receivers must bear anyway. */
  override readonly replayRefusal = null;

  constructor(private readonly exchange: TopicExchange) {
    super();
  }

  override async handle(_tx: Transaction, events: readonly CloudEvent[]): Promise<void> {
    await this.exchange.publish(events.map(withoutSealed));
  }
}

function withoutSealed(event: CloudEvent): CloudEvent {
  const { sealedWords: _words, ...data } = event.data;
  return { ...event, data };
}
