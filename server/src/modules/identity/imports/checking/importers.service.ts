import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database.js';
import { type Caller, organizationOf } from '../../../../platform/http/caller.js';
import { GroupsRepository } from '../../groups/groups.repository.js';
import { PoliciesService } from '../../policies/policies.service.js';
import type { Importer } from './import-check.js';

/** Finds out what the lines of an import are checked by. */
@Injectable()
export class ImportersService {
  constructor(
    private readonly policies: PoliciesService,
    private readonly groups: GroupsRepository,
    private readonly database: Database,
  ) {}

  async get(caller: Caller): Promise<Importer> {
    const { policies } = await this.policies.get(caller);
    const groups = await this.groups.listAll(this.database.connection, organizationOf(caller));
    return {
      caller,
      allowedDomains: policies.allowedEmailDomains,
      groups: new Map(groups.map(({ nameKey, permissions }) => [nameKey, permissions])),
    };
  }
}
