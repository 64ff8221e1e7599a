import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { Clock } from '../../../../kernel/clock.js';
import { AppError } from '../../../../kernel/error.js';
import { Database, type Transaction } from '../../../../platform/database/database.js';
import { Events } from '../../../../platform/events/events.js';
import { accountKey } from '../../users/account-key.js';
import { AccountsService } from '../../users/accounts.service.js';
import { newUser } from '../../users/new-user.js';
import { AdmissionService } from './admission.service.js';
import { isTaken, UsersRepository } from '../../users/users.repository.js';
import type { UserRow } from '../../users/users.table.js';
import { ConnectionsRepository } from '../connections/connections.repository.js';
import { type ConnectionRow, newConnection } from '../connections/connections.table.js';
import type { ForeignIdentity } from '../providers/social-provider.js';

/** Makes accounts for people whom a provider vouches for and nobody here knows. */
@Injectable()
export class NewcomersService {
  constructor(
    private readonly users: UsersRepository,
    private readonly accounts: AccountsService,
    private readonly connections: ConnectionsRepository,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly admission: AdmissionService,
  ) {}

  /**
   * A confirmed account that has the address is never taken for theirs (attack 14); who is told of it
   * has proved to the provider that the address is theirs. One that others made, and that nobody has
   * confirmed, is: of what they prepared, nothing lets anybody in.
   * @throws AppError `provider_email_unverified`, `account_not_connected`, `registration_disabled`
   */
  async welcome(provider: string, identity: ForeignIdentity): Promise<ConnectionRow> {
    const { email, emailVerified, firstName, lastName } = identity;
    if (email === null || !emailVerified) throw new AppError('provider_email_unverified');
    const now = this.clock.now();
    const user = newUser({ email, firstName, lastName, emailVerifiedAt: now }, now);
    try {
      return await this.database.transaction(async (tx) => {
        const { id: userId } = await this.create(tx, provider, user);
        const connection = newConnection(userId, provider, identity, now);
        await this.connect(tx, connection);
        return connection;
      });
    } catch (error) {
      if (isTaken(error)) throw new AppError('account_not_connected', { cause: error });
      throw error;
    }
  }

  private async create(tx: Transaction, provider: string, user: UserRow): Promise<UserRow> {
    const known = await this.users.findByEmail(tx, accountKey(user.email));
    if (known?.emailVerifiedAt) throw new AppError('account_not_connected');
    if (!known?.isActive) await this.admission.assertOpen(tx, provider, user.email);
    return this.accounts.create(tx, user, null, { actorId: user.id });
  }

  private async connect(tx: Transaction, connection: ConnectionRow): Promise<void> {
    if (!(await this.connections.insert(tx, connection)))
      throw new AppError('account_not_connected');
    const { id: connectionId, provider, userId } = connection;
    const about = { organizationId: null, actorId: userId };
    await this.events.add(tx, events.userEmailVerified, { userId }, about);
    await this.events.add(tx, events.connectionLinked, { userId, connectionId, provider }, about);
  }
}
