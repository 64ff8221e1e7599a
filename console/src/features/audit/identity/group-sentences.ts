import { events } from '@gatehouse/contracts/events';
import type { Told } from '../sentences';

const group = ({ fact }: Told) => `the group ${fact('name') ?? ''}`.trim();
const whom = ({ target }: Told) => target ?? 'themselves';

/** What happens to groups. */
export const groupSentences: Record<string, (told: Told) => string> = {
  [events.groupCreated.type]: (told) => `${told.actor} made ${group(told)}`,
  [events.groupUpdated.type]: (told) => `${told.actor} changed ${group(told)}`,
  [events.groupDeleted.type]: (told) => `${told.actor} deleted ${group(told)}`,
  [events.groupMemberAdded.type]: (told) => `${told.actor} added ${whom(told)} to ${group(told)}`,
  [events.groupMemberRemoved.type]: (told) =>
    `${told.actor} took ${whom(told)} out of ${group(told)}`,
};
