import { Injectable } from '@nestjs/common';
import { type CloudEvent, events as catalogue } from '@gatehouse/contracts/events';
import { Clock } from '../../../kernel/clock.js';
import type { Transaction } from '../../../platform/database/database.js';
import { EventListener } from '../../../platform/events/event-listener.js';
import { inTraceOf } from '../../../platform/events/event-trace.js';
import { DeliveriesRepository } from '../deliveries/deliveries.repository.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { ForgettingService } from '../forgetting/forgetting.service.js';
import { NoticesRepository } from './notices.repository.js';
import { TellingService } from './telling.service.js';
import { tellings } from './tellings.js';

const {
  userRegistered,
  usersImported,
  userEmailVerified,
  userClaimed,
  passwordReset,
  userErased,
  organizationErased,
} = catalogue;

/** Events after which somebody's address is known to be theirs. */
const confirmations = [userEmailVerified.type, userClaimed.type, passwordReset.type];

/** Writes down who must be told of what has happened; telling them is another matter. */
@Injectable()
export class NoticesListener extends EventListener {
  override readonly name = 'notifications';
  override readonly module = 'notifications';
  /** Tells what is missing: an event has one notice, so nobody is told of it a second time. */
  override readonly replayRefusal = null;
  override readonly types = [
    ...tellings.keys(),
    usersImported.type,
    ...confirmations,
    userErased.type,
    organizationErased.type,
  ];

  constructor(
    private readonly notices: NoticesRepository,
    private readonly deliveries: DeliveriesRepository,
    private readonly preferences: PreferencesService,
    private readonly forgetting: ForgettingService,
    private readonly telling: TellingService,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async handle(tx: Transaction, events: readonly CloudEvent[]): Promise<void> {
    const now = this.clock.now();
    const told = events.flatMap(
      (event) => inTraceOf([event], () => tellings.get(event.type)?.(event, now)) ?? [],
    );
    await this.preferences.begin(tx, newcomersOf(events));
    await this.notices.insertAll(tx, told);
    for (const event of events) await this.follow(tx, event, now);
    if (told.length === 0) return;
    // A hint that may come before the commit; it looks every second anyway.
    setImmediate(() => this.telling.wake());
  }

  private async follow(tx: Transaction, event: CloudEvent, now: Date): Promise<void> {
    const { type, data } = event;
    if (confirmations.includes(type)) {
      const { userId } = userEmailVerified.data.parse(data);
      // In this order: what was told before the first is there to be released by the second.
      await this.notices.redraft(tx, userId);
      await this.deliveries.release(tx, userId, now);
    }
    await this.forgetting.follow(tx, event);
  }
}

/** People who have preferences from now on. */
function newcomersOf(events: readonly CloudEvent[]): string[] {
  const ids = events.flatMap(({ type, data }) => {
    if (type === userRegistered.type) return [userRegistered.data.parse(data).userId];
    return type === usersImported.type ? usersImported.data.parse(data).userIds : [];
  });
  return [...new Set(ids)];
}
