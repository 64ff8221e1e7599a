import { Injectable } from '@nestjs/common';
import { erasedWordsPlace } from '@gatehouse/contracts/events';
import { FieldCipher } from '../../../../platform/crypto/field-cipher.js';
import { Database } from '../../../../platform/database/database.js';
import { ErasuresRepository } from '../erasures.repository.js';
import { PersonalEventsRepository } from './personal-events.repository.js';

/** A person who is erased, and named in events still. */
export type Unswept = Awaited<ReturnType<ErasuresRepository['listUnswept']>>[number];

/** Takes people who are erased out of the events, once every listener has had them. */
@Injectable()
export class SweepingService {
  constructor(
    private readonly repository: ErasuresRepository,
    private readonly events: PersonalEventsRepository,
    private readonly cipher: FieldCipher,
    private readonly database: Database,
  ) {}

  async listUnswept(): Promise<Unswept[]> {
    return this.repository.listUnswept(this.database.connection);
  }

  async sweep({ userId, words, erasedAt }: Unswept): Promise<void> {
    if (!words || !erasedAt) return;
    const names = JSON.parse(this.cipher.open(words, erasedWordsPlace(userId))) as string[];
    if (!(await this.events.empty(userId, names, erasedAt))) return;
    await this.database.transaction((tx) => this.repository.finish(tx, userId));
  }
}
