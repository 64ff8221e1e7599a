import type { SecurityParts } from '../security-parts.js';
import { DetectionsController } from './detections.controller.js';
import { DetectionsRepository } from './detections.repository.js';
import { DetectionsService } from './detections.service.js';
import { DetectorService } from './detector.service.js';
import { DryRunsService } from './dry-runs.service.js';
import { MeasuresRepository } from './measures.repository.js';
import { PastAttemptsRepository } from './past-attempts.repository.js';
import { Rules } from './rules.js';
import { HighMemory } from './rules/high-memory.service.js';
import { ImpossibleTravel } from './rules/impossible-travel.service.js';
import { CodeSpraying } from './rules/spraying/code-spraying.service.js';
import { GatheredLooksService } from './rules/spraying/gathered-looks.service.js';
import { PasswordSpraying } from './rules/spraying/password-spraying.service.js';
import { WatchService } from './watch.service.js';

export const detectionParts: SecurityParts = {
  controllers: [DetectionsController],
  providers: [
    DetectionsRepository,
    MeasuresRepository,
    PastAttemptsRepository,
    PasswordSpraying,
    CodeSpraying,
    ImpossibleTravel,
    HighMemory,
    Rules,
    DetectionsService,
    DryRunsService,
    DetectorService,
    GatheredLooksService,
    WatchService,
  ],
};
