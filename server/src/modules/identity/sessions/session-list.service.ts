import { Injectable } from '@nestjs/common';
import type { Session } from '@gatehouse/contracts/identity/sessions';
import { Clock } from '../../../kernel/clock.js';
import { decodeCursor, idCursor, type Page, toPage } from '../../../kernel/page.js';
import { Database } from '../../../platform/database/database.js';
import { PlaceFinder } from '../../../platform/places/place-finder.js';
import { toSession } from './session.js';
import { SessionsRepository } from './sessions.repository.js';

/** Whose sessions, and who looks at them. */
interface Shown {
  readonly userId: string;
  /** All, or those of an organization. */
  readonly organizationId?: string;
  /** The session that asks, where it is one of them. */
  readonly currentId?: string;
}

interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Live sessions, as people are shown them. */
@Injectable()
export class SessionListService {
  constructor(
    private readonly repository: SessionsRepository,
    private readonly places: PlaceFinder,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Latest first. */
  async list(
    { userId, organizationId, currentId = '' }: Shown,
    { limit, cursor }: PageQuery,
  ): Promise<Page<Session>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, idCursor);
    const { connection } = this.database;
    const now = this.clock.now();
    const rows = await this.repository.list(connection, userId, now, limit, before, organizationId);
    return toPage(
      rows,
      limit,
      (row) => row.id,
      (row) => toSession(row, currentId, this.places.nameOf(row.ipAddress)),
    );
  }
}
