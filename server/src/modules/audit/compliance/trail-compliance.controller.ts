import { Controller } from '@nestjs/common';
import { trailComplianceRoutes } from '@gatehouse/contracts/compliance/trail';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { TrailComplianceService } from './trail-compliance.service.js';

@Controller()
export class TrailComplianceController {
  constructor(private readonly compliance: TrailComplianceService) {}

  @Route(trailComplianceRoutes.get)
  get({ caller }: Input<typeof trailComplianceRoutes.get>) {
    return this.compliance.get(caller);
  }
}
