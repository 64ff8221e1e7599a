import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { AccountExportsRepository } from '../account-export/account-exports.repository.js';
import { ApiKeysService } from '../api-keys/api-keys.service.js';
import { PasskeysRepository } from '../factors/passkey/passkeys.repository.js';
import { ConnectionsRepository } from '../social/connections/connections.repository.js';

/** What a stranger may have left in an account: ways back in, and a file on its way out. */
@Injectable()
export class LeftoversService {
  constructor(
    private readonly apiKeys: ApiKeysService,
    private readonly passkeys: PasskeysRepository,
    private readonly connections: ConnectionsRepository,
    private readonly exports: AccountExportsRepository,
    private readonly events: Events,
  ) {}

  /**
   * Ends the API keys that were made or rotated since a moment, those of service accounts too, and
   * disconnects the accounts elsewhere that were added.
   * A file of all that is known of the person is gone, whoever asked for it.
   * Passkeys from then stay second factors (attack 15), but no longer open the account alone.
   */
  async removeSince(tx: Transaction, userId: string, since: Date): Promise<void> {
    await this.apiKeys.revokeSince(tx, userId, since);
    await this.exports.removeAll(tx, userId);
    await this.passkeys.restrictSince(tx, userId, since);
    for (const { id, provider } of await this.connections.removeSince(tx, userId, since)) {
      const unlinked = { userId, connectionId: id, provider };
      await this.events.add(tx, events.connectionUnlinked, unlinked, { actorId: userId });
    }
  }
}
