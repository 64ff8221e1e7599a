import { Controller } from '@nestjs/common';
import { staffRoutes } from '@gatehouse/contracts/identity/staff';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { StaffService } from './staff.service.js';

@Controller()
export class StaffController {
  constructor(private readonly staff: StaffService) {}

  @Route(staffRoutes.list)
  list({ query }: Input<typeof staffRoutes.list>) {
    return this.staff.list(query.limit, query.cursor);
  }

  @Route(staffRoutes.appoint)
  appoint({ caller, body }: Input<typeof staffRoutes.appoint>) {
    return this.staff.appoint(caller, body.email, body.platformRole);
  }

  @Route(staffRoutes.changeRole)
  changeRole({ caller, params, body }: Input<typeof staffRoutes.changeRole>) {
    return this.staff.changeRole(caller, params.id, body.platformRole);
  }

  @Route(staffRoutes.dismiss)
  dismiss({ caller, params }: Input<typeof staffRoutes.dismiss>) {
    return this.staff.dismiss(caller, params.id);
  }
}
