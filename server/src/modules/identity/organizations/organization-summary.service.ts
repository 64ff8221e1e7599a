import { Injectable } from '@nestjs/common';
import type { OrganizationSummary } from '@gatehouse/contracts/identity/organizations';
import { Clock } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { OrganizationSummaryRepository } from './organization-summary.repository.js';

/** What there is to know of an organization at a glance. */
@Injectable()
export class OrganizationSummaryService {
  constructor(
    private readonly repository: OrganizationSummaryRepository,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError `forbidden` without an organization. */
  async summarize(caller: Caller): Promise<OrganizationSummary> {
    const { connection } = this.database;
    return this.repository.count(connection, organizationOf(caller), this.clock.now());
  }
}
