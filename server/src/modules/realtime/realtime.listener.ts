import { Injectable } from '@nestjs/common';
import { type CloudEvent, events as catalogue } from '@gatehouse/contracts/events';
import { Clock, minutes } from '../../kernel/clock.js';
import type { Transaction } from '../../platform/database/database.js';
import { EventListener } from '../../platform/events/event-listener.js';
import { FanOut } from './fan-out/fan-out.js';
import { messageOf, toldTypes } from './messages.js';
import { accountNews, newsOf } from './sources/account-news.js';

/** What happened longer ago than this is no news; it stands in lists. */
const newsFor = minutes(5);
/** Most attempts of a batch that are told: under a flood nobody reads more, and lists have them all. */
const mostAttempts = 50;
const attempts: readonly string[] = [
  catalogue.userLogin.type,
  catalogue.userLoginFailed.type,
  catalogue.twoFactorFailed.type,
  catalogue.refreshTokenReused.type,
  catalogue.apiKeyRefused.type,
];

/** Tells sockets what happened. */
@Injectable()
export class RealtimeListener extends EventListener {
  override readonly name = 'realtime';
  override readonly module = 'realtime';
  override readonly replayRefusal = 'tells sockets of what happens now';
  override readonly types = [...toldTypes, ...accountNews];

  constructor(
    private readonly fanOut: FanOut,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async handle(tx: Transaction, events: readonly CloudEvent[]): Promise<void> {
    const since = this.clock.time() - newsFor;
    const recent = events.filter(({ time }) => Date.parse(time) >= since);
    const watched = recent.filter(({ type }) => toldTypes.includes(type));
    const tried = watched.filter(({ type }) => attempts.includes(type));
    const untold = new Set(tried.slice(0, -mostAttempts));
    const told = watched.filter((event) => !untold.has(event)).map(messageOf);
    await this.fanOut.publish(tx, [...told, ...recent.flatMap(newsOf)]);
  }
}
