import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../../platform/database/database.js';
import type { Caller } from '../../../platform/http/caller.js';
import { ClosingService } from '../organizations/closing.service.js';
import { StaffAuthorityService } from '../staff/staff-authority.service.js';

/** The staff of the installation closes organizations, and opens them again. */
@Injectable()
export class SupportClosingService {
  constructor(
    private readonly closing: ClosingService,
    private readonly authority: StaffAuthorityService,
    private readonly database: Database,
  ) {}

  /** @throws AppError as `ClosingService.close`; `forbidden` */
  async close(caller: Caller, organizationId: string, reason: string): Promise<void> {
    await this.act(caller, (tx) => this.closing.close(tx, organizationId, reason));
  }

  /** @throws AppError as `ClosingService.reopen`; `forbidden` */
  async reopen(caller: Caller, organizationId: string, reason: string): Promise<void> {
    await this.act(caller, (tx) => this.closing.reopen(tx, organizationId, reason));
  }

  private async act(caller: Caller, deed: (tx: Transaction) => Promise<void>): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.authority.hold(tx, caller, 'organization:close_any');
      await deed(tx);
    });
  }
}
