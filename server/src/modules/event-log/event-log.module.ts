import { Module } from '@nestjs/common';
import { seconds } from '../../kernel/clock.js';
import { EventsModule } from '../../platform/events/events.module.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { EventLogController } from './event-log.controller.js';
import { FailedJobsService } from './jobs/failed-jobs.service.js';
import { ParkedJob } from './parked/parked.job.js';
import { ParkedReportsRepository } from './parked/parked-reports.repository.js';
import { ParkedRepository } from './parked/parked.repository.js';
import { ParkedWatchService } from './parked/parked-watch.service.js';
import { ParkedService } from './parked/parked.service.js';
import { PastEventsRepository } from './replays/past-events.repository.js';
import { Replayer } from './replays/replayer.js';
import { ReplaysJob } from './replays/replays.job.js';
import { ReplaysRepository } from './replays/replays.repository.js';
import { ReplaysService } from './replays/replays.service.js';

/** For the staff: events that listeners gave up on, and past ones to be handled again. */
@Module({
  imports: [EventsModule.forModule('event-log')],
  controllers: [EventLogController],
  providers: [
    ParkedRepository,
    ParkedService,
    ParkedJob,
    ParkedReportsRepository,
    ParkedWatchService,
    ReplaysRepository,
    PastEventsRepository,
    Replayer,
    ReplaysJob,
    ReplaysService,
    FailedJobsService,
  ],
})
export class EventLogModule {
  constructor(jobs: Jobs, watch: ParkedWatchService) {
    jobs.register('event-log.watch', () => watch.look(), { schedule: { every: seconds(15) } });
  }
}
