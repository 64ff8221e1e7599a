import { Module } from '@nestjs/common';
import { EventsModule } from '../../platform/events/events.module.js';
import { EventLogController } from './event-log.controller.js';
import { ParkedJob } from './parked/parked.job.js';
import { ParkedRepository } from './parked/parked.repository.js';
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
    ReplaysRepository,
    PastEventsRepository,
    Replayer,
    ReplaysJob,
    ReplaysService,
  ],
})
export class EventLogModule {}
