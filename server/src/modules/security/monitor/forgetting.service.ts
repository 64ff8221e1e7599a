import { Injectable } from '@nestjs/common';
import { type CloudEvent, erasedWordsPlace, events } from '@gatehouse/contracts/events';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import type { Transaction } from '../../../platform/database/database.js';
import { AlertNotesRepository } from '../alerts/alert-notes.repository.js';
import { AlertsRepository } from '../alerts/alerts.repository.js';
import { AttemptCountsRepository } from '../login-attempts/attempt-counts.repository.js';
import { LoginAttemptsRepository } from '../login-attempts/login-attempts.repository.js';

/** Forgets people who were erased (C43); that something was tried stays. */
@Injectable()
export class ForgettingService {
  constructor(
    private readonly attempts: LoginAttemptsRepository,
    private readonly counts: AttemptCountsRepository,
    private readonly alerts: AlertsRepository,
    private readonly alertNotes: AlertNotesRepository,
    private readonly cipher: FieldCipher,
  ) {}

  async forget(tx: Transaction, { data }: CloudEvent): Promise<void> {
    const { userId, sealedWords } = events.userErased.data.parse(data);
    const sealed = Buffer.from(sealedWords, 'base64');
    const names = JSON.parse(this.cipher.open(sealed, erasedWordsPlace(userId))) as string[];
    await this.attempts.forget(tx, userId, names);
    await this.counts.forget(tx, names);
    await this.alertNotes.forget(tx, userId);
    await this.alerts.forget(tx, userId);
  }

  /** Attempts are the person's; of which organization they were is no longer told. */
  async forgetOrganization(tx: Transaction, { data }: CloudEvent): Promise<void> {
    const { organizationId } = events.organizationErased.data.parse(data);
    await this.attempts.forgetOrganization(tx, organizationId);
  }
}
