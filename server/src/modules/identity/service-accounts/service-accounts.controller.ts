import { Controller } from '@nestjs/common';
import { serviceAccountRoutes } from '@gatehouse/contracts/identity/service-accounts';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { ServiceAccountStandingService } from './service-account-standing.service.js';
import { ServiceAccountsService } from './service-accounts.service.js';

@Controller()
export class ServiceAccountsController {
  constructor(
    private readonly accounts: ServiceAccountsService,
    private readonly standing: ServiceAccountStandingService,
  ) {}

  @Route(serviceAccountRoutes.list)
  list({ caller, query }: Input<typeof serviceAccountRoutes.list>) {
    return this.accounts.list(caller, query.limit, query.cursor);
  }

  @Route(serviceAccountRoutes.get)
  get({ caller, params }: Input<typeof serviceAccountRoutes.get>) {
    return this.accounts.show(caller, params.id);
  }

  @Route(serviceAccountRoutes.create)
  create({ caller, body }: Input<typeof serviceAccountRoutes.create>) {
    return this.accounts.create(caller, body.name, body.role);
  }

  @Route(serviceAccountRoutes.update)
  update({ caller, params, body }: Input<typeof serviceAccountRoutes.update>) {
    return this.standing.rename(caller, params.id, body.name);
  }

  @Route(serviceAccountRoutes.assignRole)
  assignRole({ caller, params, body }: Input<typeof serviceAccountRoutes.assignRole>) {
    return this.standing.assignRole(caller, params.id, body.role);
  }

  @Route(serviceAccountRoutes.deactivate)
  deactivate({ caller, params }: Input<typeof serviceAccountRoutes.deactivate>) {
    return this.standing.deactivate(caller, params.id);
  }

  @Route(serviceAccountRoutes.activate)
  activate({ caller, params }: Input<typeof serviceAccountRoutes.activate>) {
    return this.standing.activate(caller, params.id);
  }

  @Route(serviceAccountRoutes.remove)
  remove({ caller, params }: Input<typeof serviceAccountRoutes.remove>) {
    return this.standing.remove(caller, params.id);
  }
}
