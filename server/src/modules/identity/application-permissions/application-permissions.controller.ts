import { Controller } from '@nestjs/common';
import { applicationPermissionRoutes as routes } from '@gatehouse/contracts/identity/application-permissions/application-permissions';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { ApplicationPermissionsService } from './application-permissions.service.js';

@Controller()
export class ApplicationPermissionsController {
  constructor(private readonly service: ApplicationPermissionsService) {}

  @Route(routes.list)
  list(_input: Input<typeof routes.list>) {
    return this.service.list();
  }

  @Route(routes.define)
  define({ params, body }: Input<typeof routes.define>) {
    return this.service.define(params.name, body.description);
  }

  @Route(routes.remove)
  remove({ params }: Input<typeof routes.remove>) {
    return this.service.remove(params.name);
  }

  @Route(routes.check)
  check({ caller, body }: Input<typeof routes.check>) {
    const held: ReadonlySet<string> = caller.permissions;
    const missing = body.permissions.filter((permission) => !held.has(permission));
    const { userId, organizationId } = caller;
    return { allowed: missing.length === 0, missing, userId, organizationId };
  }
}
