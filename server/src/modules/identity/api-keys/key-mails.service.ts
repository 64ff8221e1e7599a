import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/database.js';
import type { Recipient } from '../mails/identity-mails.service.js';
import { SecurityMailsService } from '../mails/security-mails.service.js';
import { UserDirectory } from '../users/user-directory.port.js';
import { UsersRepository } from '../users/users.repository.js';
import type { ApiKeyRow } from './api-keys.table.js';

/** Tells of keys whoever answers for them. */
@Injectable()
export class KeyMailsService {
  constructor(
    private readonly users: UsersRepository,
    private readonly directory: UserDirectory,
    private readonly mails: SecurityMailsService,
  ) {}

  async reported(tx: Transaction, key: ApiKeyRow): Promise<void> {
    for (const recipient of await this.recipientsOf(tx, key))
      await this.mails.keyReported(tx, recipient, `${key.name} (${key.hint}…)`);
  }

  /** The owner or, of a service account, those who look after it. */
  private async recipientsOf(
    tx: Transaction,
    { userId, organizationId }: ApiKeyRow,
  ): Promise<readonly Recipient[]> {
    const owner = await this.users.find(tx, userId, organizationId);
    if (owner && !owner.isServiceAccount) return [owner];
    return this.directory.contactsOf(organizationId, 'service_account:manage');
  }
}
