import type { SecurityParts } from '../security-parts.js';
import { AttemptCountsRepository } from './attempt-counts.repository.js';
import { AttemptsExportService } from './attempts-export.service.js';
import { LoginAttemptsController } from './login-attempts.controller.js';
import { LoginAttemptsJob } from './login-attempts.job.js';
import { LoginAttemptsRepository } from './login-attempts.repository.js';
import { LoginAttemptsService } from './login-attempts.service.js';
import { RecorderService } from './recorder.service.js';

export const loginAttemptParts: SecurityParts = {
  controllers: [LoginAttemptsController],
  providers: [
    LoginAttemptsRepository,
    AttemptCountsRepository,
    LoginAttemptsService,
    AttemptsExportService,
    LoginAttemptsJob,
    RecorderService,
  ],
};
