import { Inject, Injectable, Optional } from '@nestjs/common';
import { Metrics } from '../telemetry/metrics.js';
import { Jobs } from './jobs.js';

/** Tells how many jobs wait (S2-114), and how many were given up. */
@Injectable()
export class JobsTelemetry {
  constructor(jobs: Jobs, @Optional() @Inject(Metrics) metrics?: Metrics) {
    metrics?.gauge('jobs_waiting', 'Jobs that wait or are at work', () => jobs.depth());
    metrics?.gauge('jobs_failed', 'Jobs that were given up', () => jobs.countFailed());
  }
}
