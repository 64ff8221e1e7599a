import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { Session } from '@gatehouse/contracts/identity/sessions';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import type { Page } from '../../../kernel/page.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller } from '../../../platform/http/caller.js';
import { AuthorityService } from '../organizations/authority.service.js';
import { SessionListService } from '../sessions/session-list.service.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';

/** Sessions of people below the caller, as far as they are of the caller's organization (G16). */
@Injectable()
export class MemberSessionsService {
  constructor(
    private readonly authority: AuthorityService,
    private readonly sessions: SessionsRepository,
    private readonly lists: SessionListService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError `not_found`, `forbidden` */
  async list(
    caller: Caller,
    userId: string,
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<Session>> {
    const { connection } = this.database;
    const { organizationId } = await this.authority.getBelow(connection, caller, userId);
    return this.lists.list({ userId, organizationId }, page);
  }

  /** @throws AppError `not_found`, `forbidden` */
  async endAll(caller: Caller, userId: string): Promise<void> {
    await this.authority.act(caller, userId, async (tx, { organizationId }) => {
      const now = this.clock.now();
      const all = undefined;
      const count = await this.sessions.endAll(tx, userId, 'revoked', now, all, organizationId);
      const ending = { userId, sessionId: null, reason: 'revoked', count } as const;
      if (count > 0) await this.events.add(tx, events.sessionEnded, ending, { organizationId });
    });
  }

  /** @throws AppError `not_found`, `forbidden` */
  async end(caller: Caller, userId: string, sessionId: string): Promise<void> {
    await this.authority.act(caller, userId, async (tx, { organizationId }) => {
      const now = this.clock.now();
      const reason = 'revoked';
      const ended = await this.sessions.end(tx, userId, sessionId, reason, now, organizationId);
      if (!ended) throw new AppError('not_found');
      const ending = { userId, sessionId, reason, count: 1 } as const;
      await this.events.add(tx, events.sessionEnded, ending, { organizationId });
    });
  }
}
