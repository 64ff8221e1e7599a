import { Controller } from '@nestjs/common';
import { emailAddressRoutes } from '@gatehouse/contracts/identity/emails/email-addresses';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { EmailChangesService } from '../email-changes/email-changes.service.js';
import { EmailAddressesService } from './email-addresses.service.js';

@Controller()
export class EmailAddressesController {
  constructor(
    private readonly addresses: EmailAddressesService,
    private readonly changes: EmailChangesService,
  ) {}

  @Route(emailAddressRoutes.list)
  async list({ caller }: Input<typeof emailAddressRoutes.list>) {
    const data = await this.addresses.list(caller);
    return { data, page: { nextCursor: null, hasMore: false } };
  }

  @Route(emailAddressRoutes.add)
  async add({ caller, body }: Input<typeof emailAddressRoutes.add>) {
    await this.changes.request(caller, body.email, 'add');
    return { status: 'confirmation_sent' } as const;
  }

  @Route(emailAddressRoutes.makePrimary)
  makePrimary({ caller, params }: Input<typeof emailAddressRoutes.makePrimary>) {
    return this.addresses.makePrimary(caller, params.id);
  }

  @Route(emailAddressRoutes.remove)
  remove({ caller, params }: Input<typeof emailAddressRoutes.remove>) {
    return this.addresses.remove(caller, params.id);
  }
}
