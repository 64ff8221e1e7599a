import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/database.js';
import type { Recipient } from '../mails/identity-mails.service.js';
import { SecurityMailsService, type ServiceKeyMail } from '../mails/security-mails.service.js';
import { UserDirectory } from '../users/user-directory.port.js';
import { UsersRepository } from '../users/users.repository.js';
import type { ApiKeyRow } from './api-keys.table.js';

/** A key that a service account was given, that has a new secret, or that was ended. */
export interface ServiceKeyTold {
  readonly userId: string;
  readonly organizationId: string;
  /** What the key is called. */
  readonly name: string;
  /** In whose name that was done. */
  readonly actorId: string;
}

const lookAfter = 'service_account:manage';

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

  /** Tells those who look after a service account of its keys; of a person's, nobody is told here. */
  async serviceKeyChanged(
    tx: Transaction,
    kind: ServiceKeyMail,
    { userId, organizationId, name, actorId }: ServiceKeyTold,
  ): Promise<void> {
    const account = await this.users.find(tx, userId, organizationId);
    if (!account?.isServiceAccount) return;
    const by = (await this.directory.namesOf([actorId])).get(actorId) ?? '';
    const facts = { account: account.firstName, name, by };
    for (const recipient of await this.directory.contactsOf(organizationId, lookAfter))
      await this.mails.serviceKeyChanged(tx, recipient, kind, facts, userId);
  }

  /** Tells that a key ends soon. @returns whether it is one of a service account */
  async expiring(tx: Transaction, key: ApiKeyRow, expiresAt: Date): Promise<boolean> {
    const account = await this.users.find(tx, key.userId, key.organizationId);
    const isService = account?.isServiceAccount ?? false;
    const path = isService ? `/automation/${key.userId}` : '/keys';
    const facts = { name: `${key.name} (${key.hint}…)`, day: { day: expiresAt } };
    for (const recipient of await this.recipientsOf(tx, key))
      await this.mails.keyExpiring(tx, recipient, facts, path);
    return isService;
  }

  /** The owner or, of a service account, those who look after it. */
  private async recipientsOf(
    tx: Transaction,
    { userId, organizationId }: ApiKeyRow,
  ): Promise<readonly Recipient[]> {
    const owner = await this.users.find(tx, userId, organizationId);
    if (owner && !owner.isServiceAccount) return [owner];
    return this.directory.contactsOf(organizationId, lookAfter);
  }
}
