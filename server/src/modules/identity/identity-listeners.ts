import { Injectable } from '@nestjs/common';
import type { EventListener } from '../../platform/events/event-listener.js';
import { KeyAlertsListener } from './api-keys/key-alerts.listener.js';
import { ErasureSignInListener } from './erasure/erasure-sign-in.listener.js';
import { ChosenLanguagesListener } from './mails/chosen-languages.listener.js';
import { OwnerAlertsListener } from './memberships/owner-alerts.listener.js';
import { SecurityAlertsListener } from './recovery/security-alerts.listener.js';

/** What identity follows of what happens. */
@Injectable()
export class IdentityListeners {
  readonly all: readonly EventListener[];

  constructor(
    alerts: SecurityAlertsListener,
    keyAlerts: KeyAlertsListener,
    ownerAlerts: OwnerAlertsListener,
    erasureSignIn: ErasureSignInListener,
    languages: ChosenLanguagesListener,
  ) {
    this.all = [alerts, keyAlerts, ownerAlerts, erasureSignIn, languages];
  }
}
