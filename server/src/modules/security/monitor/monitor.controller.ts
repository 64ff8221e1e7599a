import { Controller } from '@nestjs/common';
import { monitorRoutes } from '@gatehouse/contracts/security/monitor';
import { Route } from '../../../platform/http/route.decorator.js';
import { SecurityMetricsSource } from './security-metrics.port.js';

@Controller()
export class MonitorController {
  constructor(private readonly source: SecurityMetricsSource) {}

  @Route(monitorRoutes.metrics)
  metrics() {
    return this.source.current();
  }
}
