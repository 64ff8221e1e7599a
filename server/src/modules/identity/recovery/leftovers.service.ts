import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { ApiKeysService } from '../api-keys/api-keys.service.js';
import { FamiliarityService } from '../devices/familiarity.service.js';
import { PasskeysRepository } from '../factors/passkey/passkeys.repository.js';
import { ConnectionsRepository } from '../social/connections/connections.repository.js';
import { OwnRequestsService } from './own-requests.service.js';

/** What a stranger may have left in an account: ways back in, a file on its way out, the end of it all. */
@Injectable()
export class LeftoversService {
  constructor(
    private readonly apiKeys: ApiKeysService,
    private readonly passkeys: PasskeysRepository,
    private readonly connections: ConnectionsRepository,
    private readonly requests: OwnRequestsService,
    private readonly familiarity: FamiliarityService,
    private readonly events: Events,
  ) {}

  /**
   * Ends the API keys that were made or rotated since a moment, those of service accounts too, and
   * disconnects the accounts elsewhere that were added.
   * A file of all that is known of the person is gone, and the erasure that they asked for called off.
   * Devices and places that are known only since then are strange again.
   * Passkeys from then stay second factors (attack 15), but no longer open the account alone.
   */
  async removeSince(tx: Transaction, userId: string, since: Date): Promise<void> {
    await this.apiKeys.revokeSince(tx, userId, since);
    await this.requests.withdraw(tx, userId);
    await this.familiarity.forgetSince(tx, userId, since);
    await this.passkeys.restrictSince(tx, userId, since);
    for (const { id, provider } of await this.connections.removeSince(tx, userId, since)) {
      const unlinked = { userId, connectionId: id, provider };
      await this.events.add(tx, events.connectionUnlinked, unlinked, { actorId: userId });
    }
  }
}
