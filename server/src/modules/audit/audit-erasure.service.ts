import { Injectable } from '@nestjs/common';
import { type CloudEvent, erasedWordsPlace, events } from '@gatehouse/contracts/events';
import { FieldCipher } from '../../platform/crypto/field-cipher.js';
import type { Transaction } from '../../platform/database/database.js';
import { AuditRepository } from './audit.repository.js';

/** Takes the personal data of people and organizations that were erased out of the trail (C43); the chain stays whole. */
@Injectable()
export class AuditErasureService {
  constructor(
    private readonly repository: AuditRepository,
    private readonly cipher: FieldCipher,
  ) {}

  /** Does nothing for other events than `user.erased` and `organization.erased`. */
  async follow(tx: Transaction, event: CloudEvent): Promise<void> {
    if (event.type === events.organizationErased.type) {
      const { organizationId } = events.organizationErased.data.parse(event.data);
      await this.repository.eraseOrganization(tx, organizationId);
    }
    if (event.type !== events.userErased.type) return;
    const { userId, sealedWords } = events.userErased.data.parse(event.data);
    const sealed = Buffer.from(sealedWords, 'base64');
    const names = JSON.parse(this.cipher.open(sealed, erasedWordsPlace(userId))) as string[];
    await this.repository.erase(tx, userId, names);
  }
}
