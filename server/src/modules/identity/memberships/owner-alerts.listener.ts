import { Injectable } from '@nestjs/common';
import { type CloudEvent, events } from '@gatehouse/contracts/events';
import type { Role } from '@gatehouse/contracts/permissions';
import type { Transaction } from '../../../platform/database/database.js';
import { EventListener } from '../../../platform/events/event-listener.js';
import { SecurityMailsService } from '../mails/security-mails.service.js';
import { ClosedOrganizationsRepository } from '../organizations/erasing/closed-organizations.repository.js';
import { OrganizationsRepository } from '../organizations/organizations.repository.js';
import { UsersRepository } from '../users/users.repository.js';

const { roleChanged } = events;
const boss: Role = 'BOSS';

/** Tells by mail who becomes an owner of an organization, or is one no longer, and the other owners. */
@Injectable()
export class OwnerAlertsListener extends EventListener {
  override readonly name = 'owner-alerts';
  override readonly module = 'identity';
  override readonly replayRefusal = 'would tell people by mail of the same changes again';
  override readonly types = [roleChanged.type];

  constructor(
    private readonly users: UsersRepository,
    private readonly organizations: OrganizationsRepository,
    private readonly closed: ClosedOrganizationsRepository,
    private readonly mails: SecurityMailsService,
  ) {
    super();
  }

  override async handle(tx: Transaction, happened: readonly CloudEvent[]): Promise<void> {
    for (const { data, organizationid } of happened) {
      const { userId, from, to } = roleChanged.data.parse(data);
      const concerns = from !== to && [from, to].includes(boss);
      if (organizationid && concerns) await this.tell(tx, organizationid, userId, to === boss);
    }
  }

  private async tell(
    tx: Transaction,
    organizationId: string,
    userId: string,
    isOwner: boolean,
  ): Promise<void> {
    const person = await this.users.find(tx, userId, null);
    const organization = await this.organizations.findName(tx, organizationId);
    if (!person || organization === null) return;
    const values = { become: { phrase: isOwner ? 'owner' : 'not_owner' }, organization } as const;
    await this.mails.alert(tx, person, { kind: 'owners_you_changed', values });
    const name = `${person.firstName} ${person.lastName}`;
    for (const owner of await this.closed.listOwners(tx, organizationId))
      if (owner.id !== userId)
        await this.mails.alert(tx, owner, {
          kind: 'owners_changed',
          values: { ...values, name, email: person.email },
        });
  }
}
