import type { EventListener } from '../../platform/events/event-listener.js';
import { AuditListener } from '../../modules/audit/audit.listener.js';
import { KeyAlertsListener } from '../../modules/identity/api-keys/key-alerts.listener.js';
import { ErasureSignInListener } from '../../modules/identity/erasure/erasure-sign-in.listener.js';
import { ChosenLanguagesListener } from '../../modules/identity/mails/chosen-languages.listener.js';
import { OwnerAlertsListener } from '../../modules/identity/memberships/owner-alerts.listener.js';
import { SecurityAlertsListener } from '../../modules/identity/recovery/security-alerts.listener.js';
import { NoticesListener } from '../../modules/notifications/notices/notices.listener.js';
import { PublicationListener } from '../../modules/publication/publication.listener.js';
import { RealtimeListener } from '../../modules/realtime/realtime.listener.js';
import { MonitorListener } from '../../modules/security/monitor/monitor.listener.js';
import { WebhooksListener } from '../../modules/webhooks/deliveries/webhooks.listener.js';

const classes = [
  AuditListener,
  ChosenLanguagesListener,
  ErasureSignInListener,
  KeyAlertsListener,
  MonitorListener,
  NoticesListener,
  OwnerAlertsListener,
  PublicationListener,
  RealtimeListener,
  SecurityAlertsListener,
  WebhooksListener,
];

/** Every listener, for documents: what it is called and wants to hear, without anything that it works with. */
export const listeners: readonly Pick<EventListener, 'name' | 'types'>[] = classes.map(
  (listener) => Reflect.construct(listener, []) as EventListener,
);
