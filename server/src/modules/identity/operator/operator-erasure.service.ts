import { Injectable } from '@nestjs/common';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import {
  type InactiveAccountRow,
  InactiveAccountsRepository,
} from '../erasure/orders/inactive-accounts.repository.js';
import { OrderingService } from '../erasure/orders/ordering.service.js';

/** Somebody who is erased on a day. */
export interface ErasureLine {
  readonly id: string;
  readonly email: string;
  readonly dueAt: string;
}

/** Erasures that are ordered from the command line. */
@Injectable()
export class OperatorErasureService {
  constructor(
    private readonly accounts: InactiveAccountsRepository,
    private readonly ordering: OrderingService,
    private readonly database: Database,
  ) {}

  /** @throws AppError as `OrderingService.order`; `conflict` where several have the address */
  async order(name: string, reason: string): Promise<ErasureLine> {
    const { id, email } = await this.getOne(name);
    const { dueAt } = await this.database.transaction(async (tx) =>
      this.ordering.order(tx, await this.accounts.hold(tx, id), reason),
    );
    return { id, email, dueAt };
  }

  /** @throws AppError `not_found` unless one was ordered that is pending */
  async callOff(name: string): Promise<{ id: string; email: string }> {
    const { id, email } = await this.getOne(name);
    await this.database.transaction((tx) => this.ordering.callOff(tx, id));
    return { id, email };
  }

  private async getOne(name: string): Promise<InactiveAccountRow> {
    const [one, another] = await this.accounts.listNamed(this.database.connection, name);
    if (!one)
      throw new AppError('not_found', {
        detail: `No account that is deactivated or deleted is called ${name}.`,
      });
    if (another)
      throw new AppError('conflict', { detail: `Several accounts had ${name}: give an id.` });
    return one;
  }
}
