import { Injectable } from '@nestjs/common';
import type { eventLogRoutes, EventReplay } from '@gatehouse/contracts/event-log';
import { events as catalogue } from '@gatehouse/contracts/events';
import type { RouteBody, RouteQuery } from '@gatehouse/contracts/route';
import { after, Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { newId } from '../../../kernel/id.js';
import { decodeCursor, idCursor, type Page, toPage } from '../../../kernel/page.js';
import { Database } from '../../../platform/database/database.js';
import { EventDirectory } from '../../../platform/events/event-listener.js';
import { Events } from '../../../platform/events/events.js';
import { EventsOptions } from '../../../platform/events/events.options.js';
import type { Caller } from '../../../platform/http/caller.js';
import { ReplaysJob } from './replays.job.js';
import { ReplaysRepository } from './replays.repository.js';
import type { ReplayRow } from './replays.table.js';

type Wish = RouteBody<typeof eventLogRoutes.replay>;

/** Starts replays, and tells how far they have got. */
@Injectable()
export class ReplaysService {
  constructor(
    private readonly database: Database,
    private readonly repository: ReplaysRepository,
    private readonly directory: EventDirectory,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly options: EventsOptions,
    private readonly job: ReplaysJob,
  ) {}

  /** Events that happened before this are no longer kept for replays. */
  reachesBackTo(): Date {
    return after(this.clock.now(), -this.options.retention);
  }

  /** @throws AppError `validation_failed` for a listener that must not be replayed, and for a time that is not kept. */
  async start({ userId }: Caller, wish: Wish): Promise<EventReplay> {
    const now = this.clock.now();
    const [from, until] = [new Date(wish.from), new Date(wish.until ?? now)];
    this.check(wish.listener, from, until);
    const row = {
      id: newId(),
      listener: wish.listener,
      from,
      until,
      types: wish.types ?? null,
      startedBy: userId,
      createdAt: now,
    };
    const replay = await this.database.transaction(async (tx) => {
      const { id, listener } = row;
      const told = { listener, replayId: id, from: from.toISOString(), until: until.toISOString() };
      await this.events.add(tx, catalogue.eventsReplayed, told, {
        organizationId: null,
        subject: `replay/${id}`,
      });
      return this.repository.insert(tx, row);
    });
    await this.job.begin();
    return toReplay(replay);
  }

  /** @throws AppError `not_found` */
  async get(id: string): Promise<EventReplay> {
    const row = await this.repository.find(this.database.connection, id);
    if (!row) throw new AppError('not_found');
    return toReplay(row);
  }

  /** Of one that is over already nothing changes. @throws AppError `not_found` */
  async cancel(id: string): Promise<EventReplay> {
    const cancelled = await this.database.transaction(async (tx) => {
      const row = await this.repository.cancel(tx, id);
      if (!row) return null;
      const { listener } = row;
      const about = { organizationId: null, subject: `replay/${id}` };
      await this.events.add(tx, catalogue.replayCancelled, { listener, replayId: id }, about);
      return row;
    });
    if (!cancelled) return this.get(id);
    await this.job.begin();
    return toReplay(cancelled);
  }

  async list({
    limit,
    cursor,
  }: RouteQuery<typeof eventLogRoutes.replays>): Promise<Page<EventReplay>> {
    const before = cursor === undefined ? null : decodeCursor(cursor, idCursor);
    const rows = await this.repository.list(this.database.connection, before, limit + 1);
    return toPage(rows, limit, ({ id }) => id, toReplay);
  }

  private check(listenerName: string, from: Date, until: Date): void {
    const listener = this.directory.listeners.get(listenerName);
    if (!listener) throw wrong('listener', 'is not the name of a listener');
    if (listener.replayRefusal !== null) throw wrong('listener', listener.replayRefusal);
    if (from < this.reachesBackTo())
      throw wrong(
        'from',
        `must not be before ${this.reachesBackTo().toISOString()}: older events are not kept`,
      );
    if (until <= from) throw wrong('until', 'must be after the beginning');
  }
}

const wrong = (field: string, message: string): AppError =>
  new AppError('validation_failed', { fields: [{ pointer: `/body/${field}`, message }] });

function toReplay({ from, until, createdAt, finishedAt, ...row }: ReplayRow): EventReplay {
  const { outbox: _outbox, position: _position, ...shown } = row;
  return {
    ...shown,
    from: from.toISOString(),
    until: until.toISOString(),
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}
