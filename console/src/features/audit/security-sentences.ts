import { events } from '@gatehouse/contracts/events';
import type { Told } from './sentences';

/** What detections and staff did about attacks. */
export const securitySentences: Record<string, (told: Told) => string> = {
  [events.newDeviceUsed.type]: ({ actor }) =>
    `${actor} signed in from a device that the account did not know`,
  [events.newPlaceUsed.type]: ({ actor, fact }) =>
    `${actor} signed in from a country that the account did not know: ${fact('country') ?? ''}`,
  [events.apiKeyRefused.type]: ({ fact }) =>
    `${fact('count') ?? 'Some'} calls with an API key were refused`,
  [events.ipBlockCreated.type]: ({ actor, fact, byItself }) =>
    byItself
      ? `${fact('network') ?? 'An address'} was blocked: ${fact('reason') ?? ''}`
      : `${actor} blocked ${fact('network') ?? 'an address'}: ${fact('reason') ?? ''}`,
  [events.ipBlockLifted.type]: ({ actor, fact }) =>
    `${actor} lifted the block of ${fact('network') ?? 'an address'}: ${fact('liftReason') ?? fact('reason') ?? ''}`,
  [events.ipBlockExpired.type]: ({ fact }) =>
    `The block of ${fact('network') ?? 'an address'} ran out`,
  [events.ipBlockUpdated.type]: ({ actor, fact }) =>
    `${actor} changed when the block of ${fact('network') ?? 'an address'} ends: ${fact('updateReason') ?? ''}`,
  [events.networkAllowed.type]: ({ actor, fact }) =>
    `${actor} put ${fact('network') ?? 'an address'} on the list of those that are never blocked`,
  [events.networkDisallowed.type]: ({ actor, fact }) =>
    `${actor} took ${fact('network') ?? 'an address'} off the list of those that are never blocked: ${fact('removeReason') ?? fact('reason') ?? ''}`,
  [events.attemptsExported.type]: ({ actor }) => `${actor} took attempts to sign in out as a file`,
  [events.detectionUpdated.type]: ({ actor, fact }) =>
    `${actor} set the detection ${(fact('detection') ?? '').replaceAll('_', ' ')}`,
  [events.alertNoted.type]: ({ actor, fact }) =>
    `${actor} said something of an alert of ${(fact('detection') ?? '').replaceAll('_', ' ')}`,
  [events.alertRaised.type]: ({ fact }) => `Alert: ${fact('summary') ?? ''}`,
  [events.alertAcknowledged.type]: ({ actor, fact }) =>
    `${actor} took on an alert of ${(fact('detection') ?? '').replaceAll('_', ' ')}`,
  [events.alertAssigned.type]: ({ actor, fact }) =>
    `${actor} gave somebody the alert: ${fact('summary') ?? ''}`,
  [events.alertUpdated.type]: ({ actor, fact }) =>
    `${actor} changed an alert of ${(fact('detection') ?? '').replaceAll('_', ' ')} (${[fact('state'), fact('reason')].filter(Boolean).join(': ')})`,
};
