import { events } from '@gatehouse/contracts/events';
import type { Told } from './sentences';

/** What staff and auditors did with the events and the trail themselves. */
export const staffSentences: Record<string, (told: Told) => string> = {
  [events.eventsParked.type]: ({ fact }) =>
    `${fact('listener') ?? 'A listener'} gave up on ${fact('count') ?? 'some'} events`,
  [events.jobRetried.type]: ({ actor, fact }) =>
    `${actor} had the failed job ${fact('name') ?? ''} done again`,
  [events.eventsRetried.type]: ({ actor, fact }) =>
    `${actor} had ${fact('count') ?? 'some'} parked events of ${fact('listener') ?? 'a listener'} handled again`,
  [events.eventDiscarded.type]: ({ actor, fact }) =>
    `${actor} gave up a parked event of ${fact('listener') ?? 'a listener'} (${fact('type') ?? ''}): ${fact('reason') ?? ''}`,
  [events.eventsDiscarded.type]: ({ actor, fact }) =>
    `${actor} gave up ${fact('count') ?? 'some'} parked events of ${fact('listener') ?? 'a listener'}: ${fact('reason') ?? ''}`,
  [events.eventsExpired.type]: ({ fact }) =>
    `${fact('count') ?? 'Some'} parked events of ${fact('listener') ?? 'a listener'} were given up: nobody looked after them in time`,
  [events.eventsReplayed.type]: ({ actor, fact }) =>
    `${actor} had past events handled again by ${fact('listener') ?? 'a listener'}`,
  [events.replayCancelled.type]: ({ actor, fact }) =>
    `${actor} ended a replay of past events to ${fact('listener') ?? 'a listener'}`,
  [events.auditExported.type]: ({ actor, fact }) =>
    `${actor} took the audit trail out as ${fact('format') === 'csv' ? 'CSV' : 'JSON lines'}`,
  [events.auditVerified.type]: ({ actor, fact }) =>
    fact('sequence') === undefined
      ? `${actor} verified the audit trail: it is as it was written`
      : `${actor} verified the audit trail: entry ${fact('sequence') ?? ''} is not as it was written`,
};
