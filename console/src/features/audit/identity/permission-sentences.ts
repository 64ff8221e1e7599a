import { events } from '@gatehouse/contracts/events';
import type { Told } from '../sentences';

/** What happens to the permissions of applications. */
export const permissionSentences: Record<string, (told: Told) => string> = {
  [events.applicationPermissionDefined.type]: ({ actor, fact }) =>
    `${actor} defined the permission ${fact('name') ?? ''}`,
  [events.applicationPermissionRemoved.type]: ({ actor, fact }) =>
    `${actor} removed the permission ${fact('name') ?? ''}`,
};
