import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { largestPicture } from '@gatehouse/contracts/identity/profiles/pictures';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { newToken } from '../../../kernel/secret.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller } from '../../../platform/http/caller.js';
import { readUpTo } from '../../../platform/http/upload.js';
import { AuthorityService } from '../organizations/authority.service.js';
import { type Account, pictureUrlOf } from '../users/account.js';
import { assertSmall, pictureTypeOf } from './picture-type.js';
import { PicturesRepository } from './pictures.repository.js';
import type { PictureRow } from './pictures.table.js';

/** Pictures of people. Each has an address that nobody guesses and that never means another. */
@Injectable()
export class PicturesService {
  constructor(
    private readonly repository: PicturesRepository,
    private readonly authority: AuthorityService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * What a picture is, its own bytes say: it is served to others as that.
   * @param senderAtEnd whose picture it is, looked at again once all of it is there.
   * @returns its address.
   * @throws AppError `payload_too_large`, `unsupported_media_type`, `validation_failed` for too many pixels
   */
  async replace(upload: Readable, senderAtEnd: () => Promise<Caller>): Promise<string> {
    const content = await buffer(readUpTo(upload, largestPicture));
    const mediaType = pictureTypeOf(content);
    if (!mediaType)
      throw new AppError('unsupported_media_type', { detail: 'This is no PNG, JPEG or WebP.' });
    assertSmall(content);
    const id = newToken();
    const caller = await senderAtEnd();
    const { userId } = caller;
    const row = { userId, id, mediaType, content, createdAt: this.clock.now() };
    await this.database.transaction(async (tx) => {
      await this.repository.replace(tx, row);
      await this.tell(tx, caller);
    });
    return pictureUrlOf({ pictureId: id }) ?? '';
  }

  async remove(caller: Caller): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.repository.remove(tx, caller.userId, this.clock.now());
      await this.tell(tx, caller);
    });
  }

  /**
   * Takes the picture of somebody below the caller away, whose account is the organization's.
   * @throws AppError `not_found`, `forbidden`
   */
  async removeOf(caller: Caller, userId: string): Promise<void> {
    await this.authority.actOnAccount(caller, userId, (tx, member) =>
      this.removeFrom(tx, member, member.organizationId),
    );
  }

  /** Takes the picture of somebody away, whoever allowed it; without one nothing happens. */
  async removeFrom(
    tx: Transaction,
    { id: userId, pictureId }: Pick<Account, 'id' | 'pictureId'>,
    organizationId: string | null,
  ): Promise<void> {
    if (pictureId === null) return;
    await this.repository.remove(tx, userId, this.clock.now());
    await this.tell(tx, { userId, organizationId });
  }

  /** @throws AppError `not_found` */
  async get(id: string): Promise<PictureRow> {
    const row = await this.repository.find(this.database.connection, id);
    if (!row) throw new AppError('not_found');
    return row;
  }

  private async tell(
    tx: Transaction,
    { userId, organizationId }: Pick<Caller, 'userId' | 'organizationId'>,
  ): Promise<void> {
    const changed = { userId, fields: ['picture'] };
    await this.events.add(tx, events.userUpdated, changed, { organizationId });
  }
}
