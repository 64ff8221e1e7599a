import { activityRoutes } from './activity.js';
import { trailComplianceRoutes } from './compliance/trail.js';
import { auditRoutes } from './audit.js';
import { accountExportRoutes } from './identity/account-export.js';
import { administrationRoutes } from './identity/administration.js';
import { apiKeyRoutes } from './identity/api-keys.js';
import { applicationPermissionRoutes } from './identity/application-permissions/application-permissions.js';
import { complianceRoutes } from './compliance/people.js';
import { connectionRoutes } from './identity/connections.js';
import { emailAddressRoutes } from './identity/emails/email-addresses.js';
import { emailChangeRoutes } from './identity/emails/email-changes.js';
import { erasureOrderRoutes } from './identity/erasure-orders.js';
import { erasureRoutes } from './identity/erasure.js';
import { groupRoutes } from './identity/groups/groups.js';
import { impersonationRoutes } from './identity/impersonation.js';
import { importRoutes } from './identity/imports.js';
import { invitationRoutes } from './identity/invitations.js';
import { magicLinkRoutes } from './identity/magic-links.js';
import { organizationRoutes } from './identity/organizations.js';
import { ownerRoutes } from './identity/owners.js';
import { passkeyRoutes } from './identity/passkeys.js';
import { passwordRoutes } from './identity/passwords.js';
import { peopleRoutes } from './identity/people.js';
import { policyRoutes } from './identity/policies.js';
import { profileRoutes } from './identity/profile.js';
import { attributeRoutes } from './identity/profiles/attributes.js';
import { pictureRoutes } from './identity/profiles/pictures.js';
import { recoveryRoutes } from './identity/recovery.js';
import { registrationRoutes } from './identity/registration.js';
import { roleRoutes } from './identity/roles.js';
import { serviceAccountRoutes } from './identity/service-accounts.js';
import { sessionRoutes } from './identity/sessions.js';
import { setupRoutes } from './identity/setup.js';
import { signInRoutes } from './identity/sign-in.js';
import { smsCodeRoutes } from './identity/sms-codes.js';
import { socialRoutes } from './identity/social.js';
import { staffRoutes } from './identity/staff.js';
import { stepUpRoutes } from './identity/step-up.js';
import { supportRoutes } from './identity/support.js';
import { totpRoutes } from './identity/totp.js';
import { trustedDeviceRoutes } from './identity/trusted-devices.js';
import { twoFactorRoutes } from './identity/two-factor.js';
import { userRoutes } from './identity/users.js';
import { eventLogRoutes } from './event-log.js';
import { mailboxRoutes } from './mailbox.js';
import { deliveryRoutes } from './notifications/deliveries.js';
import { notificationRoutes } from './notifications/inbox.js';
import { mailReportRoutes } from './notifications/mail-reports.js';
import { noticeRoutes } from './notifications/notices.js';
import { suppressionRoutes } from './notifications/suppressions.js';
import { preferenceRoutes } from './notifications/preferences.js';
import { templateRoutes } from './notifications/templates.js';
import { platformRoutes } from './platform.js';
import { alertRoutes } from './security/alerts.js';
import { attemptRoutes } from './security/attempts.js';
import { blockRoutes } from './security/blocks.js';
import { detectionRoutes } from './security/detections.js';
import { monitorRoutes } from './security/monitor.js';
import { placeRoutes } from './security/places.js';
import { webhookRoutes } from './webhooks.js';
import type { RouteContract } from './route.js';

/** Every endpoint, by feature. */
export const routes = {
  setup: setupRoutes,
  registration: registrationRoutes,
  signIn: signInRoutes,
  social: socialRoutes,
  connections: connectionRoutes,
  profile: profileRoutes,
  pictures: pictureRoutes,
  attributes: attributeRoutes,
  sessions: sessionRoutes,
  twoFactor: twoFactorRoutes,
  totp: totpRoutes,
  smsCodes: smsCodeRoutes,
  passkeys: passkeyRoutes,
  trustedDevices: trustedDeviceRoutes,
  stepUp: stepUpRoutes,
  passwords: passwordRoutes,
  magicLinks: magicLinkRoutes,
  recovery: recoveryRoutes,
  emailChanges: emailChangeRoutes,
  emailAddresses: emailAddressRoutes,
  accountExport: accountExportRoutes,
  erasure: erasureRoutes,
  erasureOrders: erasureOrderRoutes,
  users: userRoutes,
  organizations: organizationRoutes,
  owners: ownerRoutes,
  policies: policyRoutes,
  invitations: invitationRoutes,
  roles: roleRoutes,
  groups: groupRoutes,
  applicationPermissions: applicationPermissionRoutes,
  imports: importRoutes,
  administration: administrationRoutes,
  impersonation: impersonationRoutes,
  apiKeys: apiKeyRoutes,
  serviceAccounts: serviceAccountRoutes,
  staff: staffRoutes,
  support: supportRoutes,
  people: peopleRoutes,
  audit: auditRoutes,
  compliance: complianceRoutes,
  trailCompliance: trailComplianceRoutes,
  activity: activityRoutes,
  webhooks: webhookRoutes,
  notifications: notificationRoutes,
  attempts: attemptRoutes,
  blocks: blockRoutes,
  detections: detectionRoutes,
  alerts: alertRoutes,
  monitor: monitorRoutes,
  attackPlaces: placeRoutes,
  events: eventLogRoutes,
  preferences: preferenceRoutes,
  templates: templateRoutes,
  notices: noticeRoutes,
  suppressions: suppressionRoutes,
  notificationDeliveries: deliveryRoutes,
  mailReports: mailReportRoutes,
  mailbox: mailboxRoutes,
  platform: platformRoutes,
};

/** Every endpoint in one list, for documents and tests that are generated from the contracts. */
export const allRoutes: readonly RouteContract[] = Object.values(routes).flatMap((group) =>
  Object.values<RouteContract>(group),
);
