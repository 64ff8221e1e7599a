import { Injectable } from '@nestjs/common';
import { Erasures } from '../../../platform/erasure/erasures.js';
import { atOnce } from '../../../platform/erasure/steps.js';
import { AlertNotesRepository } from '../alerts/alert-notes.repository.js';
import { AlertsRepository } from '../alerts/alerts.repository.js';
import { AttemptCountsRepository } from '../login-attempts/attempt-counts.repository.js';
import { LoginAttemptsRepository } from '../login-attempts/login-attempts.repository.js';

/** Forgets people who were erased (C43); that something was tried stays, without of which organization. */
@Injectable()
export class ForgettingService {
  constructor(
    attempts: LoginAttemptsRepository,
    counts: AttemptCountsRepository,
    alerts: AlertsRepository,
    alertNotes: AlertNotesRepository,
    erasures: Erasures,
  ) {
    erasures.register('security', {
      person: [
        ...attempts.forgettingPerson,
        counts.forgettingPerson,
        atOnce((tx, { userId }) => alertNotes.forget(tx, userId)),
        atOnce((tx, { userId }) => alerts.forget(tx, userId)),
      ],
      organization: [attempts.forgettingOrganization],
    });
  }
}
