import { ChallengeGate } from '../../../platform/http/challenge/challenge-gate.js';
import { ChallengesJob } from './challenges.job.js';
import { ChallengesService } from './challenges.service.js';
import { SuspicionService } from './suspicion.service.js';
import { UsedChallengesRepository } from './used-challenges.repository.js';

/** Work that is asked for where much is tried. */
export const challengeParts = {
  providers: [
    SuspicionService,
    UsedChallengesRepository,
    ChallengesJob,
    { provide: ChallengeGate, useClass: ChallengesService },
  ],
};
