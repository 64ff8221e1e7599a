import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller } from '../../../platform/http/caller.js';
import { MemberAttributesService } from '../attributes/member-attributes.service.js';
import { isTaken, UsersRepository } from '../users/users.repository.js';
import { columnsOf, fieldsOf, type ProfileChange } from './profile-change.js';
import { type OwnProfile, ProfileReaderService } from './profile-reader.service.js';

/** What a person says of themselves. */
@Injectable()
export class ProfileService {
  constructor(
    private readonly reader: ProfileReaderService,
    private readonly users: UsersRepository,
    private readonly attributes: MemberAttributesService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async get(caller: Caller): Promise<OwnProfile> {
    return this.reader.read(this.database.connection, caller);
  }

  /** @throws AppError `unauthenticated`, `username_taken`, `precondition_failed`, `validation_failed` */
  async update(
    caller: Caller,
    { attributes, ...change }: ProfileChange,
    unchangedSince?: Date,
  ): Promise<OwnProfile> {
    const { userId, organizationId } = caller;
    try {
      return await this.database.transaction(async (tx) => {
        if (attributes) await this.attributes.change(tx, caller, attributes, 'person');
        const changed = { ...columnsOf(change), updatedAt: this.clock.now() };
        const former = await this.users.find(tx, userId, null);
        if (!former) throw new AppError('unauthenticated');
        if (!(await this.users.update(tx, userId, changed, unchangedSince)))
          throw new AppError('precondition_failed');
        const updated = { userId, fields: fieldsOf({ attributes, ...change }, former) };
        await this.events.add(tx, events.userUpdated, updated, { organizationId });
        return this.reader.read(tx, caller);
      });
    } catch (error) {
      if (isTaken(error)) throw new AppError('username_taken', { cause: error });
      throw error;
    }
  }
}
