import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { UsedChallengesRepository } from './used-challenges.repository.js';

/** Forgets challenges that have expired. */
@Injectable()
export class ChallengesJob {
  constructor(used: UsedChallengesRepository, database: Database, clock: Clock, jobs: Jobs) {
    jobs.register(
      'security.forget-challenges',
      () => used.purge(database.connection, clock.now()),
      {
        schedule: { cron: '47 * * * *' },
      },
    );
  }
}
