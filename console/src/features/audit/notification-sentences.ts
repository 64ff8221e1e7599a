import { events } from '@gatehouse/contracts/events';
import type { Told } from './sentences';

const paid = ({ fact }: Told) => `${fact('amount') ?? ''} ${fact('currency') ?? ''}`.trim();
const version = ({ fact }: Told) =>
  `version ${fact('version') ?? ''} of the template ${fact('name') ?? ''}`;
const affected = ({ actor, target }: Told) => target ?? actor;

/** What was sent to people, and what became of payments. */
export const notificationSentences: Record<string, (told: Told) => string> = {
  [events.notificationRequested.type]: ({ actor, fact }) =>
    `${actor} ${fact('sendAt') === undefined ? 'notified' : 'is to notify'} ${fact('recipients') === '1' ? 'a person' : `${fact('recipients') ?? 'some'} people`}`,
  [events.noticeCancelled.type]: ({ actor }) =>
    `${actor} took a notification back that was to be sent later`,
  [events.noticeRetried.type]: ({ actor }) =>
    `${actor} had a notification told that had been given up`,
  [events.notificationResent.type]: (told) =>
    `${told.actor} sent a notification to ${told.target ?? 'themselves'} again`,
  [events.failedResent.type]: ({ actor, fact }) =>
    `${actor} sent ${fact('count') ?? 'some'} notifications again that had failed`,
  [events.suppressionLifted.type]: (told) =>
    `${told.actor} uses the address of ${told.target ?? 'themselves'} again, though a message bounced`,
  [events.preferencesChosen.type]: ({ actor }) => `${actor} chose how they are notified`,
  [events.templateCreated.type]: ({ actor, fact }) =>
    `${actor} made the template ${fact('name') ?? ''}`,
  [events.templateVersionAdded.type]: (told) => `${told.actor} wrote ${version(told)}`,
  [events.templateDeleted.type]: ({ actor, fact }) =>
    `${actor} deleted the template ${fact('name') ?? ''}`,
  [events.templateRestored.type]: ({ actor, fact }) =>
    `${actor} gave the template ${fact('name') ?? ''} the words back that came with Gatehouse`,
  [events.templateActivated.type]: (told) => `${told.actor} put ${version(told)} in use`,
  [events.paymentCreated.type]: (told) => `A payment of ${affected(told)} began: ${paid(told)}`,
  [events.paymentProcessed.type]: (told) =>
    `A payment of ${affected(told)} went through: ${paid(told)}`,
  [events.paymentFailed.type]: (told) =>
    `A payment of ${affected(told)} failed: ${told.fact('errorMessage') ?? paid(told)}`,
  [events.paymentRefunded.type]: (told) => `${paid(told)} went back to ${affected(told)}`,
};
