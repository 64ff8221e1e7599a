import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/database.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';
import { FamiliarityRepository } from './familiarity.repository.js';

/** What an account knows its person by: devices, countries and addresses. */
@Injectable()
export class FamiliarityService {
  constructor(
    private readonly repository: FamiliarityRepository,
    private readonly sessions: SessionsRepository,
  ) {}

  /** Takes whoever came since a moment for a stranger again, so that their next sign-in is told. */
  async forgetSince(tx: Transaction, userId: string, since: Date): Promise<void> {
    await this.repository.forgetSince(tx, userId, since);
    await this.sessions.disownSince(tx, userId, since);
  }
}
