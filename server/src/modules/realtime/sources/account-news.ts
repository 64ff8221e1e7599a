import { type CloudEvent, events } from '@gatehouse/contracts/events';
import { toOrganization, toRole, toUser } from '../addressed.js';
import type { Message } from '../realtime-types.js';

const { userUpdated, roleChanged, staffAppointed, staffDismissed } = events;
const { customRoleUpdated, organizationUpdated } = events;
/** Of these, a person's tabs look at the profile again. */
const ofPeople = [userUpdated, roleChanged, staffAppointed, staffDismissed];

/** Events that sockets are told of by whom they concern. */
export const accountNews: readonly string[] = [
  ...ofPeople,
  customRoleUpdated,
  organizationUpdated,
].map(({ type }) => type);

/** What the open tabs of those whom an event concerns are told of it. */
export function newsOf({ id, time, type, data }: CloudEvent): Message[] {
  const happened = { eventId: id, occurredAt: time };
  const ofPerson = ofPeople.find((contract) => contract.type === type);
  if (ofPerson) {
    const { userId } = ofPerson.data.parse(data);
    const change = ofPerson === userUpdated ? 'profile' : 'rights';
    return [toUser(userId, 'account:changed', { ...happened, change })];
  }
  if (type === customRoleUpdated.type) {
    const { organizationId, roleId } = customRoleUpdated.data.parse(data);
    const news = { ...happened, change: 'rights' } as const;
    return [toRole(organizationId, roleId, 'account:changed', news)];
  }
  if (type === organizationUpdated.type) {
    const { organizationId } = organizationUpdated.data.parse(data);
    return [toOrganization(organizationId, 'organization:changed', happened)];
  }
  return [];
}
