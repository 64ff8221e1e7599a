import { Controller } from '@nestjs/common';
import { etagOf } from '@gatehouse/contracts/etag';
import { detectionRoutes } from '@gatehouse/contracts/security/detections';
import { unchangedSince } from '../../../platform/http/etag.js';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { DetectionsService } from './detections.service.js';
import { DryRunsService } from './dry-runs.service.js';

@Controller()
export class DetectionsController {
  constructor(
    private readonly detections: DetectionsService,
    private readonly dryRuns: DryRunsService,
  ) {}

  @Route(detectionRoutes.list)
  async list() {
    return { data: await this.detections.list() };
  }

  @Route(detectionRoutes.update)
  async update({ params, body, caller, ifMatch, reply }: Input<typeof detectionRoutes.update>) {
    const since = unchangedSince(ifMatch);
    const saved = await this.detections.update(params.key, body, caller.userId, since);
    void reply.header('etag', etagOf(saved.updatedAt));
    return saved;
  }

  @Route(detectionRoutes.dryRun)
  dryRun({ params, body }: Input<typeof detectionRoutes.dryRun>) {
    return this.dryRuns.run(params.key, body);
  }
}
