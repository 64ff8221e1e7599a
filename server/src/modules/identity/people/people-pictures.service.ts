import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../platform/http/caller.js';
import { PicturesService } from '../pictures/pictures.service.js';
import { InterventionsService, type Wish } from './interventions.service.js';

/** Pictures of people, which the staff of the installation takes away. */
@Injectable()
export class PeoplePicturesService {
  constructor(
    private readonly interventions: InterventionsService,
    private readonly pictures: PicturesService,
  ) {}

  /** @throws AppError `not_found`, `forbidden` */
  async remove(caller: Caller, wish: Wish): Promise<void> {
    await this.interventions.run(caller, 'remove_picture', wish, (tx, account, [organizationId]) =>
      this.pictures.removeFrom(tx, account, organizationId),
    );
  }
}
