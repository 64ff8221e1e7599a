import { Injectable } from '@nestjs/common';
import { type CloudEvent, events } from '@gatehouse/contracts/events';
import type { Transaction } from '../../../platform/database/database.js';
import { LiveMessagesService } from '../live-messages.service.js';

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

/** Tells people's open tabs what changed about them, their role and their organization. */
@Injectable()
export class AccountNews {
  constructor(private readonly live: LiveMessagesService) {}

  async tell(tx: Transaction, event: CloudEvent): Promise<void> {
    const happened = { eventId: event.id, occurredAt: event.time };
    const contract = ofPeople.find(({ type }) => type === event.type);
    if (contract) {
      const { userId } = contract.data.parse(event.data);
      const change = contract === userUpdated ? 'profile' : 'rights';
      await this.live.emitToUser(tx, userId, 'account:changed', { ...happened, change });
    } else if (event.type === customRoleUpdated.type) {
      const { organizationId, roleId } = customRoleUpdated.data.parse(event.data);
      const news = { ...happened, change: 'rights' } as const;
      await this.live.emitToRole(tx, organizationId, roleId, 'account:changed', news);
    } else if (event.type === organizationUpdated.type) {
      const { organizationId } = organizationUpdated.data.parse(event.data);
      await this.live.emitToOrganization(tx, organizationId, 'organization:changed', happened);
    }
  }
}
