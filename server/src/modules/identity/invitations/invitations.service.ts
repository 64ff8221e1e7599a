import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { Invitation, invitationRoutes } from '@gatehouse/contracts/identity/invitations';
import type { RouteBody } from '@gatehouse/contracts/route';
import { after, Clock, days } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { newId } from '../../../kernel/id.js';
import { decodeCursor, idCursor, type Page, toPage } from '../../../kernel/page.js';
import { hashToken, newToken } from '../../../kernel/secret.js';
import { Database, type Queryable, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { IdentityMailsService } from '../mails/identity-mails.service.js';
import { assertBelow } from '../roles/grants.js';
import { GrantsService } from '../roles/grants.service.js';
import { accountKey } from '../users/account-key.js';
import { InvitableService, mailAfter } from './invitable.service.js';
import { toInvitation } from './invitation.js';
import { InvitationsRepository, type NamedInvitation } from './invitations.repository.js';

type NewInvitation = RouteBody<typeof invitationRoutes.create>;

const lifetime = days(7);

/** Invitations that an organization sends. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly repository: InvitationsRepository,
    private readonly invitable: InvitableService,
    private readonly grants: GrantsService,
    private readonly mails: IdentityMailsService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, limit: number, cursor?: string): Promise<Page<Invitation>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, idCursor);
    const { connection } = this.database;
    const rows = await this.repository.list(connection, organizationOf(caller), limit, before);
    return toPage(
      rows,
      limit,
      (row) => row.id,
      (row) => toInvitation(row, this.clock.now()),
    );
  }

  /** @throws AppError `not_found`, `forbidden`, `already_member`, `already_invited`, `email_domain_not_allowed`, `too_many_requests` */
  async create(caller: Caller, wish: NewInvitation): Promise<Invitation> {
    const organizationId = organizationOf(caller);
    const id = newId();
    const { token, renewal } = this.renew();
    const emailKey = accountKey(wish.email);
    const { email } = wish;
    return this.database.transaction(async (tx) => {
      const { role, customRoleId, title } = await this.grants.get(tx, caller, wish.role);
      await this.invitable.assert(tx, caller, email);
      const inserted = await this.repository.insert(tx, {
        id,
        organizationId,
        email,
        emailKey,
        role,
        customRoleId,
        invitedBy: caller.userId,
        createdAt: renewal.sentAt,
        ...renewal,
        acceptedAt: null,
        revokedAt: null,
      });
      if (!inserted) throw new AppError('already_invited');
      const created = { invitationId: id, organizationId, email, role: title };
      await this.events.add(tx, events.invitationCreated, created, { organizationId });
      return this.send(tx, organizationId, id, token);
    });
  }

  /** @throws AppError `not_found`, `forbidden`, `too_many_requests` within a minute of the last mail, or after too many in a day */
  async resend(caller: Caller, id: string): Promise<Invitation> {
    const organizationId = organizationOf(caller);
    const { token, renewal } = this.renew();
    return this.database.transaction(async (tx) => {
      const { email } = await this.getBelow(tx, caller, id);
      const due = after(renewal.sentAt, -mailAfter);
      if (!(await this.repository.renew(tx, organizationId, id, renewal, due)))
        throw new AppError('too_many_requests', { retryAfter: mailAfter / 1000 });
      await this.invitable.countMail(tx, caller);
      const resent = { invitationId: id, organizationId, email };
      await this.events.add(tx, events.invitationResent, resent, { organizationId });
      return this.send(tx, organizationId, id, token);
    });
  }

  /** @throws AppError `not_found`, `forbidden` */
  async revoke(caller: Caller, id: string): Promise<void> {
    const organizationId = organizationOf(caller);
    await this.database.transaction(async (tx) => {
      const { email } = await this.getBelow(tx, caller, id);
      if (!(await this.repository.revoke(tx, organizationId, id, this.clock.now())))
        throw new AppError('not_found');
      const revoked = { invitationId: id, organizationId, email };
      await this.events.add(tx, events.invitationRevoked, revoked, { organizationId });
    });
  }

  private async send(
    tx: Transaction,
    organizationId: string,
    id: string,
    token: string,
  ): Promise<Invitation> {
    const row = await this.get(tx, organizationId, id);
    const { email, organization, inviter } = row;
    await this.mails.invitation(tx, { email, organizationId, token, organization, inviter });
    return toInvitation(row, this.clock.now());
  }

  private async getBelow(tx: Queryable, caller: Caller, id: string): Promise<NamedInvitation> {
    const row = await this.get(tx, organizationOf(caller), id);
    assertBelow(caller, row.role);
    return row;
  }

  private async get(tx: Queryable, organizationId: string, id: string): Promise<NamedInvitation> {
    const row = await this.repository.find(tx, organizationId, id);
    if (!row) throw new AppError('not_found');
    return row;
  }

  /** A new link, and what the row keeps of it. */
  private renew() {
    const token = newToken();
    const sentAt = this.clock.now();
    const expiresAt = after(sentAt, lifetime);
    return { token, renewal: { tokenHash: hashToken(token), sentAt, expiresAt } };
  }
}
