import { Injectable } from '@nestjs/common';
import type {
  eventLogRoutes,
  EventListenerInfo,
  ParkedEvent,
} from '@gatehouse/contracts/event-log';
import { events as catalogue } from '@gatehouse/contracts/events';
import type { RouteBody, RouteQuery } from '@gatehouse/contracts/route';
import { after, Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { decodeCursor, type Page, toPage } from '../../../kernel/page.js';
import { traceIdOf } from '../../../kernel/trace.js';
import { Database } from '../../../platform/database/database.js';
import { EventTransport } from '../../../platform/events/delivery/event-transport.js';
import { EventDirectory, type EventListener } from '../../../platform/events/event-listener.js';
import { Events } from '../../../platform/events/events.js';
import { recipientsOf } from '../../../platform/events/lanes.js';
import { ParkedRepository, type ParkedRow } from './parked.repository.js';

type Query = RouteQuery<typeof eventLogRoutes.parked>;
type DiscardWish = RouteBody<typeof eventLogRoutes.discardAll>;

const placeCursor = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) ([a-z][a-z0-9-]*)$/;
/** What is sealed for listeners alone: nobody reads it here either. */
const sealed = new Set(['sealedWords']);

/** Events that listeners gave up on, for the staff of the installation. */
@Injectable()
export class ParkedService {
  constructor(
    private readonly database: Database,
    private readonly repository: ParkedRepository,
    private readonly directory: EventDirectory,
    private readonly transport: EventTransport,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Who listens to events. */
  async listListeners(): Promise<EventListenerInfo[]> {
    const listeners = [...this.directory.listeners.values()];
    const parked = await this.repository.count(this.database.connection, listeners);
    return listeners.map(({ name, types, replayRefusal }) => ({
      name,
      types: types === 'all' ? null : [...types],
      replayRefusal,
      parked: parked.get(name) ?? 0,
    }));
  }

  async list({ listener, limit, cursor, ...which }: Query): Promise<Page<ParkedEvent>> {
    const listeners = [...this.directory.listeners.values()].filter(
      ({ name }) => listener === undefined || name === listener,
    );
    const before = cursor === undefined ? null : placeOf(cursor);
    const { connection } = this.database;
    const rows = await this.repository.list(
      connection,
      listeners,
      whichOf(which),
      before,
      limit + 1,
    );
    return toPage(rows, limit, keyOf, toParkedEvent);
  }

  /** @throws AppError `not_found` */
  async retry(listenerName: string, eventId: string): Promise<void> {
    if ((await this.retryAll(listenerName, eventId)) === 0) throw new AppError('not_found');
  }

  /**
   * Has parked events handled again: all of the listener, or one.
   * @returns how many it were.
   * @throws AppError `not_found` for a listener that there is not.
   */
  async retryAll(listenerName: string, eventId: string | null = null): Promise<number> {
    const listener = this.listenerOf(listenerName);
    const now = this.clock.now();
    const count = await this.database.transaction(async (tx) => {
      const retried = await this.repository.retry(tx, listener, eventId, now);
      const subject = subjectOf(eventId);
      if (retried > 0)
        await this.events.add(
          tx,
          catalogue.eventsRetried,
          { listener: listenerName, count: retried },
          { organizationId: null, ...subject },
        );
      return retried;
    });
    // A hint; without it the sweeper notices that they are due.
    if (count > 0)
      for (const { address } of recipientsOf(listener))
        await this.transport.retryAt(address, after(now, 1)).catch(() => {});
    return count;
  }

  /** @throws AppError `not_found` */
  async discard(listenerName: string, eventId: string, reason: string): Promise<void> {
    const listener = this.listenerOf(listenerName);
    const found = await this.database.transaction(async (tx) => {
      const type = await this.repository.discard(tx, listener, eventId);
      if (type !== null)
        await this.events.add(
          tx,
          catalogue.eventDiscarded,
          { listener: listenerName, eventId, type, reason },
          { organizationId: null, ...subjectOf(eventId) },
        );
      return type !== null;
    });
    if (!found) throw new AppError('not_found');
  }

  /** Gives several up. @returns how many it were. @throws AppError `not_found` for no listener. */
  async discardAll(listenerName: string, { reason, ...which }: DiscardWish): Promise<number> {
    const listener = this.listenerOf(listenerName);
    return this.database.transaction(async (tx) => {
      const count = await this.repository.discardAll(tx, listener, whichOf(which));
      const data = { listener: listenerName, count, type: which.type ?? null, reason };
      if (count > 0)
        await this.events.add(tx, catalogue.eventsDiscarded, data, { organizationId: null });
      return count;
    });
  }

  private listenerOf(name: string): EventListener {
    const listener = this.directory.listeners.get(name);
    if (!listener) throw new AppError('not_found');
    return listener;
  }
}

type Which = Omit<DiscardWish, 'reason'>;

const whichOf = ({ type, 'occurredAt[gte]': from, 'occurredAt[lt]': until }: Which) => ({
  type,
  from: from === undefined ? undefined : new Date(from),
  until: until === undefined ? undefined : new Date(until),
});

const subjectOf = (eventId: string | null) =>
  eventId === null ? {} : { subject: `event/${eventId}` };

const keyOf = ({ event, listener }: ParkedRow): string => `${event.id} ${listener}`;

function placeOf(cursor: string) {
  const [, eventId = '', listener = ''] = placeCursor.exec(decodeCursor(cursor, placeCursor)) ?? [];
  return { eventId, listener };
}

function toParkedEvent({ event, listener, attempts, error, parkedAt }: ParkedRow): ParkedEvent {
  return {
    listener,
    eventId: event.id,
    type: event.type,
    subject: event.subject ?? null,
    organizationId: event.organizationid ?? null,
    occurredAt: event.time,
    parkedAt: parkedAt.toISOString(),
    correlationId: event.correlationid ?? null,
    traceId: event.traceparent === undefined ? null : traceIdOf(event.traceparent),
    attempts,
    error,
    data: Object.fromEntries(Object.entries(event.data).filter(([name]) => !sealed.has(name))),
  };
}
