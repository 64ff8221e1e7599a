import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { hashToken } from '../../../kernel/secret.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import type { SignInMethod } from '@gatehouse/contracts/identity/policies';
import { PoliciesService } from '../policies/policies.service.js';
import { WaysInService } from '../policies/ways-in.service.js';
import { InvitationsRepository, type NamedInvitation } from './invitations.repository.js';
import type { InvitationRow } from './invitations.table.js';

/** The links in the mails of invitations. */
@Injectable()
export class InvitationLinksService {
  constructor(
    private readonly repository: InvitationsRepository,
    private readonly policies: PoliciesService,
    private readonly ways: WaysInService,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** What a link opens, without using it up: never the decision, which `use` makes. @throws AppError `invalid_token` */
  async find(token: string): Promise<NamedInvitation> {
    const { connection } = this.database;
    const found = await this.repository.findByToken(connection, hashToken(token), this.clock.now());
    if (!found) throw new AppError('invalid_token');
    return found;
  }

  /** By which ways somebody without an account may begin in the organization. */
  async listWaysIn({ organizationId }: InvitationRow): Promise<SignInMethod[]> {
    return this.ways.listForNewcomers(this.database.connection, organizationId);
  }

  /**
   * Uses a link up, for one caller and no other (attack 1). The policies of today count, not those
   * of the day of the invitation. @throws AppError `invalid_token`, `email_domain_not_allowed`
   */
  async use(tx: Transaction, token: string): Promise<InvitationRow> {
    const used = await this.repository.accept(tx, hashToken(token), this.clock.now());
    if (!used) throw new AppError('invalid_token');
    await this.policies.assertEmailAllowed(tx, used.organizationId, used.email);
    return used;
  }
}
