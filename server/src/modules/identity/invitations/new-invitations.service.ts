import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { after, Clock, days } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { hashToken, newToken } from '../../../kernel/secret.js';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import type { EventOptions } from '../../../platform/events/envelope.js';
import { Events } from '../../../platform/events/events.js';
import { IdentityMailsService } from '../mails/identity-mails.service.js';
import type { Grant } from '../roles/grants.service.js';
import { accountKey } from '../users/account-key.js';
import {
  InvitationsRepository,
  type NamedInvitation,
  type Renewal,
} from './invitations.repository.js';

const lifetime = days(7);

/** Somebody to be invited. */
export interface InvitationWish {
  readonly organizationId: string;
  readonly invitedBy: string;
  readonly email: string;
  readonly grant: Grant;
}

/** Makes invitations and mails their links, once somebody has decided that they may be. */
@Injectable()
export class NewInvitationsService {
  constructor(
    private readonly repository: InvitationsRepository,
    private readonly mails: IdentityMailsService,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Null where the address has an open invitation of the organization. */
  async create(
    tx: Transaction,
    { organizationId, invitedBy, email, grant }: InvitationWish,
    actor: Pick<EventOptions, 'actorId'> = {},
  ): Promise<NamedInvitation | null> {
    const id = newId();
    const { token, renewal } = this.renew();
    const { role, customRoleId, title } = grant;
    const inserted = await this.repository.insert(tx, {
      id,
      organizationId,
      email,
      emailKey: accountKey(email),
      role,
      customRoleId,
      invitedBy,
      createdAt: renewal.sentAt,
      ...renewal,
      acceptedAt: null,
      revokedAt: null,
    });
    if (!inserted) return null;
    const created = { invitationId: id, organizationId, email, role: title };
    await this.events.add(tx, events.invitationCreated, created, { organizationId, ...actor });
    return this.send(tx, organizationId, id, token);
  }

  /** A new link, and what the row keeps of it. */
  renew(): { readonly token: string; readonly renewal: Renewal } {
    const token = newToken();
    const sentAt = this.clock.now();
    const expiresAt = after(sentAt, lifetime);
    return { token, renewal: { tokenHash: hashToken(token), sentAt, expiresAt } };
  }

  /** Mails the link of an open invitation; null where there is none. */
  async send(
    tx: Transaction,
    organizationId: string,
    id: string,
    token: string,
  ): Promise<NamedInvitation | null> {
    const row = await this.repository.find(tx, organizationId, id);
    if (!row) return null;
    const { email, organization, inviter } = row;
    await this.mails.invitation(tx, { email, organizationId, token, organization, inviter });
    return row;
  }

  /** Whether an address has an open invitation of the organization that has not expired. */
  async isOpen(tx: Queryable, organizationId: string, emailKey: string): Promise<boolean> {
    return this.repository.isOpen(tx, organizationId, emailKey, this.clock.now());
  }
}
