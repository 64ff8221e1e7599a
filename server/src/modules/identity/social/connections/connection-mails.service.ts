import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../../platform/database/database.js';
import { SecurityMailsService } from '../../mails/security-mails.service.js';
import { UsersRepository } from '../../users/users.repository.js';

/** Tells an account's owner which accounts elsewhere open it. */
@Injectable()
export class ConnectionMailsService {
  constructor(
    private readonly users: UsersRepository,
    private readonly mails: SecurityMailsService,
  ) {}

  async linked(tx: Transaction, userId: string, label: string): Promise<void> {
    const owner = await this.users.find(tx, userId, null);
    if (owner) await this.mails.connectionLinked(tx, owner, label);
  }

  async unlinked(tx: Transaction, userId: string, label: string): Promise<void> {
    const owner = await this.users.find(tx, userId, null);
    if (owner) await this.mails.connectionUnlinked(tx, owner, label);
  }
}
