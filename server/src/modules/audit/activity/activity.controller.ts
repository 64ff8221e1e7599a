import { Controller } from '@nestjs/common';
import { activityRoutes } from '@gatehouse/contracts/activity';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { ActivityService } from './activity.service.js';

@Controller()
export class ActivityController {
  constructor(private readonly activity: ActivityService) {}

  @Route(activityRoutes.list)
  list({ caller, query }: Input<typeof activityRoutes.list>) {
    return this.activity.list(caller, query);
  }
}
