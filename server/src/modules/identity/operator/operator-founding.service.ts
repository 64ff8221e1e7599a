import { Injectable } from '@nestjs/common';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import { FoundingService } from '../organizations/founding.service.js';
import { UsersRepository } from '../users/users.repository.js';
import { OperatorService } from './operator.service.js';

/** Organizations that are made from the command line. */
@Injectable()
export class OperatorFoundingService {
  constructor(
    private readonly operator: OperatorService,
    private readonly founding: FoundingService,
    private readonly users: UsersRepository,
    private readonly database: Database,
  ) {}

  /** Makes an organization whose first BOSS somebody is. @throws AppError `not_found`, `forbidden` for a service account */
  async createOrganization(
    name: string,
    owner: string,
  ): Promise<{ id: string; name: string; owner: string }> {
    const person = await this.operator.getPerson(owner);
    const id = await this.database.transaction(async (tx) => {
      const account = await this.users.find(tx, person.id, null);
      if (!account) throw new AppError('not_found');
      if (account.isServiceAccount)
        throw new AppError('forbidden', { detail: 'A service account leads no organization.' });
      return this.founding.by(tx, name, person.id, null);
    });
    return { id, name, owner: person.email };
  }
}
