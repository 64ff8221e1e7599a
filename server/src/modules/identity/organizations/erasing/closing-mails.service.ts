import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../../platform/database/database.js';
import { IdentityMailsService } from '../../mails/identity-mails.service.js';
import { ClosedOrganizationsRepository } from './closed-organizations.repository.js';

/** An organization that is closed. */
export interface ClosedOrganization {
  readonly id: string;
  readonly name: string;
  /** When what it holds is erased. */
  readonly erasedOn: Date;
}

/** Tells the owners of an organization that is closed what becomes of it. */
@Injectable()
export class ClosingMailsService {
  constructor(
    private readonly repository: ClosedOrganizationsRepository,
    private readonly mails: IdentityMailsService,
  ) {}

  /** @param kind that it is closed, or that its erasure is near. */
  async tell(
    tx: Transaction,
    kind: 'organization_closed' | 'organization_erasure',
    { id, name, erasedOn }: ClosedOrganization,
  ): Promise<void> {
    const values = { organization: name, day: { day: erasedOn } };
    for (const owner of await this.repository.listOwners(tx, id))
      await this.mails.send(tx, { ...owner, organizationId: id }, { kind, values });
  }
}
