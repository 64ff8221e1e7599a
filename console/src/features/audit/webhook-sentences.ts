import { events } from '@gatehouse/contracts/events';
import type { Told } from './sentences';

/** What was done about webhook endpoints. */
export const webhookSentences: Record<string, (told: Told) => string> = {
  [events.webhookCreated.type]: ({ actor, fact }) =>
    `${actor} added the webhook ${fact('url') ?? ''}`,
  [events.webhookUpdated.type]: ({ actor, fact }) =>
    `${actor} changed the webhook ${fact('url') ?? ''}`,
  [events.webhookRemoved.type]: ({ actor, fact }) =>
    `${actor} removed the webhook ${fact('url') ?? ''}`,
  [events.webhookPaused.type]: ({ actor, fact }) =>
    `${actor} paused the webhook ${fact('url') ?? ''}`,
  [events.webhookResumed.type]: ({ actor, fact }) =>
    `${actor} resumed the webhook ${fact('url') ?? ''}`,
  [events.webhookSecretRotated.type]: ({ actor, fact }) =>
    `${actor} gave the webhook ${fact('url') ?? ''} a new secret`,
  [events.webhookDisabled.type]: ({ fact }) =>
    `The webhook ${fact('url') ?? ''} was switched off: ${fact('reason') === 'gone' ? 'its address says that it is gone' : 'it took nothing for five days'}`,
  [events.webhookRecoveryStarted.type]: ({ actor, fact }) =>
    `${actor} had everything sent again that failed on its way to the webhook ${fact('url') ?? ''}`,
  [events.webhookRecoveryCancelled.type]: ({ actor, fact }) =>
    `${actor} ended sending again what failed on its way to the webhook ${fact('url') ?? ''}`,
};
