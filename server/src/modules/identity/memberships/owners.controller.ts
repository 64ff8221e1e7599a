import { Controller } from '@nestjs/common';
import { ownerRoutes } from '@gatehouse/contracts/identity/owners';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { SessionCookies } from '../sessions/session-cookies.js';
import { toUser } from '../users/account.js';
import { OwnersService } from './owners.service.js';

@Controller()
export class OwnersController {
  constructor(
    private readonly owners: OwnersService,
    private readonly cookies: SessionCookies,
  ) {}

  @Route(ownerRoutes.add)
  async add({ caller, body }: Input<typeof ownerRoutes.add>) {
    return toUser(await this.owners.add(caller, body.userId));
  }

  @Route(ownerRoutes.remove)
  async remove({ caller, params }: Input<typeof ownerRoutes.remove>) {
    return toUser(await this.owners.remove(caller, params.id));
  }

  @Route(ownerRoutes.close)
  async close({ caller, body, reply }: Input<typeof ownerRoutes.close>) {
    await this.owners.close(caller, body.name);
    this.cookies.clear(reply);
  }

  @Route(ownerRoutes.transfer)
  async transfer({ caller, body }: Input<typeof ownerRoutes.transfer>) {
    return toUser(await this.owners.transfer(caller, body.userId));
  }
}
