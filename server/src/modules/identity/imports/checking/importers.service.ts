import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database.js';
import { type Caller, organizationOf } from '../../../../platform/http/caller.js';
import { AttributeDefinitionsService } from '../../attributes/attribute-definitions.service.js';
import { GroupsRepository } from '../../groups/groups.repository.js';
import { PoliciesService } from '../../policies/policies.service.js';
import { GrantsService } from '../../roles/grants.service.js';
import type { Importer } from './import-check.js';

/** Finds out what the lines of an import are checked by. */
@Injectable()
export class ImportersService {
  constructor(
    private readonly policies: PoliciesService,
    private readonly groups: GroupsRepository,
    private readonly grants: GrantsService,
    private readonly attributes: AttributeDefinitionsService,
    private readonly database: Database,
  ) {}

  async get(caller: Caller): Promise<Importer> {
    const { policies } = await this.policies.get(caller);
    const { connection } = this.database;
    const organizationId = organizationOf(caller);
    const groups = await this.groups.listAll(connection, organizationId);
    const { definitions } = await this.attributes.get(caller);
    return {
      caller,
      definitions,
      allowedDomains: policies.allowedEmailDomains,
      grants: await this.grants.listByName(connection, organizationId),
      groups: new Map(groups.map(({ nameKey, permissions }) => [nameKey, permissions])),
    };
  }
}
