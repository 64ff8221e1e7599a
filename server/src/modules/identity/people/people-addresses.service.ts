import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../platform/http/caller.js';
import { AddressHandoversService } from '../email-changes/address-handovers.service.js';
import { InterventionsService, type Wish } from './interventions.service.js';

/** Addresses of people who lost theirs, which the staff of the installation has changed. */
@Injectable()
export class PeopleAddressesService {
  constructor(
    private readonly interventions: InterventionsService,
    private readonly handovers: AddressHandoversService,
  ) {}

  /** @throws AppError `not_found`, `forbidden`, `conflict`, `email_domain_not_allowed` */
  async change(
    caller: Caller,
    { email, ...wish }: Wish & { readonly email: string },
  ): Promise<void> {
    await this.interventions.run(caller, 'change_address', wish, (tx, account) =>
      this.handovers.ask(tx, account, email),
    );
  }
}
