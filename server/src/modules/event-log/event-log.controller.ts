import { Controller } from '@nestjs/common';
import { eventLogRoutes } from '@gatehouse/contracts/event-log';
import { type Input, Route } from '../../platform/http/route.decorator.js';
import { FailedJobsService } from './jobs/failed-jobs.service.js';
import { ParkedService } from './parked/parked.service.js';
import { ReplaysService } from './replays/replays.service.js';

@Controller()
export class EventLogController {
  constructor(
    private readonly parked: ParkedService,
    private readonly replays: ReplaysService,
    private readonly failedJobs: FailedJobsService,
  ) {}

  @Route(eventLogRoutes.listeners)
  async listeners() {
    const data = await this.parked.listListeners();
    return { data, replayableFrom: this.replays.reachesBackTo().toISOString() };
  }

  @Route(eventLogRoutes.parked)
  list({ query }: Input<typeof eventLogRoutes.parked>) {
    return this.parked.list(query);
  }

  @Route(eventLogRoutes.retry)
  retry({ params }: Input<typeof eventLogRoutes.retry>) {
    return this.parked.retry(params.listener, params.id);
  }

  @Route(eventLogRoutes.retryAll)
  async retryAll({ params }: Input<typeof eventLogRoutes.retryAll>) {
    return { retried: await this.parked.retryAll(params.listener) };
  }

  @Route(eventLogRoutes.discardAll)
  async discardAll({ params, body }: Input<typeof eventLogRoutes.discardAll>) {
    return { discarded: await this.parked.discardAll(params.listener, body) };
  }

  @Route(eventLogRoutes.discard)
  discard({ params, body }: Input<typeof eventLogRoutes.discard>) {
    return this.parked.discard(params.listener, params.id, body.reason);
  }

  @Route(eventLogRoutes.failedJobs)
  async listFailedJobs() {
    return { data: await this.failedJobs.list() };
  }

  @Route(eventLogRoutes.retryJob)
  retryJob({ params }: Input<typeof eventLogRoutes.retryJob>) {
    return this.failedJobs.retry(params.tier, params.id);
  }

  @Route(eventLogRoutes.replay)
  replay({ caller, body }: Input<typeof eventLogRoutes.replay>) {
    return this.replays.start(caller, body);
  }

  @Route(eventLogRoutes.replays)
  listReplays({ query }: Input<typeof eventLogRoutes.replays>) {
    return this.replays.list(query);
  }

  @Route(eventLogRoutes.replayProgress)
  progress({ params }: Input<typeof eventLogRoutes.replayProgress>) {
    return this.replays.get(params.id);
  }

  @Route(eventLogRoutes.cancelReplay)
  cancel({ params }: Input<typeof eventLogRoutes.cancelReplay>) {
    return this.replays.cancel(params.id);
  }
}
