import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { Clock } from '../../../kernel/clock.js';
import { hashToken } from '../../../kernel/secret.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { isApiKeySecret } from './api-key-secret.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { KeyMailsService } from './key-mails.service.js';

/** For whoever finds a key where it does not belong: having the key is all the proof it takes. */
@Injectable()
export class KeyReportsService {
  constructor(
    private readonly repository: ApiKeysRepository,
    private readonly mails: KeyMailsService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Ends the key and tells whose it is. Of a key that nobody has, nothing is said. */
  async report(secret: string): Promise<void> {
    if (!isApiKeySecret(secret)) return;
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      const found = await this.repository.findBySecret(tx, hashToken(secret), now);
      if (!found) return;
      const { id: apiKeyId, userId, organizationId, name } = found;
      if (!(await this.repository.revoke(tx, userId, apiKeyId, now))) return;
      const about = { organizationId, actorId: null };
      await this.events.add(tx, events.apiKeyReported, { userId, apiKeyId, name }, about);
      await this.mails.reported(tx, found);
    });
  }
}
