import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database.js';
import { type Caller, organizationOf } from '../../../../platform/http/caller.js';
import { AttributeDefinitionsService } from '../../attributes/attribute-definitions.service.js';
import { GroupsRepository } from '../../groups/groups.repository.js';
import { PoliciesService } from '../../policies/policies.service.js';
import { GrantsService } from '../../roles/grants.service.js';
import { ImportLinesRepository } from '../import-lines.repository.js';
import type { NamedImport } from '../imports.repository.js';
import { assertMayTakeOver, type Importer } from './import-check.js';

/** Finds out what the lines of an import are checked by. */
@Injectable()
export class ImportersService {
  constructor(
    private readonly policies: PoliciesService,
    private readonly groups: GroupsRepository,
    private readonly grants: GrantsService,
    private readonly attributes: AttributeDefinitionsService,
    private readonly lines: ImportLinesRepository,
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
      groups: new Map(groups.map((group) => [group.nameKey, group])),
    };
  }

  /** Whether the caller may have the lines done that wait. @throws AppError `forbidden` */
  async assertMayTakeOver(caller: Caller, { id, onExisting }: NamedImport): Promise<void> {
    const importer = await this.get(caller);
    const wishes = await this.lines.findWishes(this.database.connection, id);
    assertMayTakeOver(importer, { ...wishes, onExisting });
  }
}
