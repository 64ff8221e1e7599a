import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { Events } from '../../../platform/events/events.js';
import type { Caller } from '../../../platform/http/caller.js';
import { AuthorityService } from '../organizations/authority.service.js';
import { AttributesRepository } from './attributes.repository.js';

type Metadata = Record<string, unknown>;

/** What programs keep of the members of an organization. */
@Injectable()
export class MetadataService {
  constructor(
    private readonly repository: AttributesRepository,
    private readonly authority: AuthorityService,
    private readonly events: Events,
  ) {}

  /** @throws AppError `not_found`, `forbidden` */
  async get(caller: Caller, userId: string): Promise<Metadata> {
    return this.authority.act(caller, userId, async (tx, { organizationId }) => {
      const { metadata } = await this.repository.find(tx, organizationId, userId);
      return metadata;
    });
  }

  /** @throws AppError `not_found`, `forbidden` */
  async replace(caller: Caller, userId: string, metadata: Metadata): Promise<Metadata> {
    return this.authority.act(caller, userId, async (tx, { organizationId }) => {
      await this.repository.put(tx, organizationId, userId, { metadata });
      const updated = { userId, fields: ['metadata'] };
      await this.events.add(tx, events.userUpdated, updated, { organizationId });
      return metadata;
    });
  }
}
