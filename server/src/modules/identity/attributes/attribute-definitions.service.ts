import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { AttributeDefinition } from '@gatehouse/contracts/identity/profiles/attributes';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { AuthorityService } from '../organizations/authority.service.js';
import { AttributesRepository } from './attributes.repository.js';

/** What an organization wants to know of its people. */
@Injectable()
export class AttributeDefinitionsService {
  constructor(
    private readonly repository: AttributesRepository,
    private readonly authority: AuthorityService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError `forbidden` without an organization. */
  async get(caller: Caller): ReturnType<AttributesRepository['getDefinitions']> {
    return this.repository.getDefinitions(this.database.connection, organizationOf(caller));
  }

  /**
   * Values of attributes that are left out are forgotten. A kind stays what it is: values of another
   * one would be of no kind.
   * @throws AppError `conflict`, `precondition_failed`
   */
  async replace(
    caller: Caller,
    definitions: AttributeDefinition[],
    unchangedSince?: Date,
  ): ReturnType<AttributesRepository['getDefinitions']> {
    const organizationId = organizationOf(caller);
    return this.database.transaction(async (tx) => {
      await this.authority.lock(tx, caller);
      const before = await this.repository.getDefinitions(tx, organizationId);
      if (unchangedSince && before.updatedAt.getTime() !== unchangedSince.getTime())
        throw new AppError('precondition_failed');
      assertKinds(before.definitions, definitions);
      const after = { definitions, updatedAt: this.clock.now() };
      await this.repository.replaceDefinitions(tx, organizationId, after);
      const gone = before.definitions
        .map(({ key }) => key)
        .filter((key) => !definitions.some((one) => one.key === key));
      if (gone.length > 0) await this.repository.forget(tx, organizationId, gone);
      const keys = definitions.map(({ key }) => key);
      const facts = { organizationId, keys };
      await this.events.add(tx, events.attributesDefined, facts, { organizationId });
      return after;
    });
  }
}

function assertKinds(
  before: readonly AttributeDefinition[],
  after: readonly AttributeDefinition[],
): void {
  for (const { key, kind } of after)
    if (before.some((one) => one.key === key && one.kind !== kind))
      throw new AppError('conflict', {
        detail: `${key} keeps its kind: remove it, which forgets its values, and define it again.`,
      });
}
