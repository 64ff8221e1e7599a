import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { Invitation, invitationRoutes } from '@gatehouse/contracts/identity/invitations';
import type { RouteBody } from '@gatehouse/contracts/route';
import { after, Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { decodeCursor, idCursor, type Page, toPage } from '../../../kernel/page.js';
import { Database, type Queryable, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { assertBelow } from '../roles/grants.js';
import { GrantsService } from '../roles/grants.service.js';
import { InvitableService, mailAfter } from './invitable.service.js';
import { toInvitation } from './invitation.js';
import { InvitationsRepository, type NamedInvitation } from './invitations.repository.js';
import { NewInvitationsService } from './new-invitations.service.js';

type NewInvitation = RouteBody<typeof invitationRoutes.create>;

/** Invitations that an organization sends. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly repository: InvitationsRepository,
    private readonly invitable: InvitableService,
    private readonly grants: GrantsService,
    private readonly fresh: NewInvitationsService,
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
    const invitedBy = caller.userId;
    const { email } = wish;
    return this.database.transaction(async (tx) => {
      await this.invitable.takeTurn(tx, caller);
      const grant = await this.grants.get(tx, caller, wish.role);
      await this.invitable.assert(tx, caller, email);
      const made = await this.fresh.create(tx, { organizationId, invitedBy, email, grant });
      if (!made) throw new AppError('already_invited');
      return toInvitation(made, this.clock.now());
    });
  }

  /** @throws AppError `not_found`, `forbidden`, `too_many_requests` within a minute of the last mail, or after too many in a day */
  async resend(caller: Caller, id: string): Promise<Invitation> {
    const organizationId = organizationOf(caller);
    const { token, renewal } = this.fresh.renew();
    return this.database.transaction(async (tx) => {
      const { email } = await this.getBelow(tx, caller, id);
      const due = after(renewal.sentAt, -mailAfter);
      if (!(await this.repository.renew(tx, organizationId, id, renewal, due)))
        throw new AppError('too_many_requests', { retryAfter: mailAfter / 1000 });
      await this.invitable.countMail(tx, caller);
      const resent = { invitationId: id, organizationId, email };
      await this.events.add(tx, events.invitationResent, resent, { organizationId });
      const sent = await this.fresh.send(tx, organizationId, id, token);
      if (!sent) throw new AppError('not_found');
      return toInvitation(sent, this.clock.now());
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

  private async getBelow(tx: Transaction, caller: Caller, id: string): Promise<NamedInvitation> {
    await this.invitable.takeTurn(tx, caller);
    const row = await this.get(tx, organizationOf(caller), id);
    assertBelow(caller, row.role);
    return row;
  }

  private async get(tx: Queryable, organizationId: string, id: string): Promise<NamedInvitation> {
    const row = await this.repository.find(tx, organizationId, id);
    if (!row) throw new AppError('not_found');
    return row;
  }
}
