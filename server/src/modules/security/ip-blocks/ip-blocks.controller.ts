import { Controller } from '@nestjs/common';
import { blockRoutes } from '@gatehouse/contracts/security/blocks';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { AllowedNetworksService } from './allowed-networks.service.js';
import { IpBlocksService } from './ip-blocks.service.js';

@Controller()
export class IpBlocksController {
  constructor(
    private readonly blocks: IpBlocksService,
    private readonly allowed: AllowedNetworksService,
  ) {}

  @Route(blockRoutes.list)
  list({ query }: Input<typeof blockRoutes.list>) {
    return this.blocks.list(query);
  }

  @Route(blockRoutes.create)
  create({ body, caller, clientAddress }: Input<typeof blockRoutes.create>) {
    return this.blocks.create(body, caller.userId, clientAddress);
  }

  @Route(blockRoutes.update)
  update({ params, body }: Input<typeof blockRoutes.update>) {
    return this.blocks.update(params.id, body.minutes, body.reason);
  }

  @Route(blockRoutes.lift)
  lift({ params, body, caller }: Input<typeof blockRoutes.lift>) {
    return this.blocks.lift(params.id, caller.userId, body.reason);
  }

  @Route(blockRoutes.listAllowed)
  async listAllowed() {
    return { data: await this.allowed.list() };
  }

  @Route(blockRoutes.allow)
  allow({ body, caller }: Input<typeof blockRoutes.allow>) {
    return this.allowed.allow(body, caller.userId);
  }

  @Route(blockRoutes.disallow)
  disallow({ params, body }: Input<typeof blockRoutes.disallow>) {
    return this.allowed.disallow(params.id, body.reason);
  }
}
