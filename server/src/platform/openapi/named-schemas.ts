import type { z } from 'zod';
import { activityEntry } from '@gatehouse/contracts/activity';
import { auditEntry, auditVerification } from '@gatehouse/contracts/audit';
import { complianceKey, complianceSummary } from '@gatehouse/contracts/compliance/people';
import { trailCompliance } from '@gatehouse/contracts/compliance/trail';
import { eventListener, eventReplay, failedJob, parkedEvent } from '@gatehouse/contracts/event-log';
import { bulkOutcome } from '@gatehouse/contracts/identity/administration';
import { apiKey, apiKeyUsage, apiKeyWithSecret } from '@gatehouse/contracts/identity/api-keys';
import { applicationPermission } from '@gatehouse/contracts/identity/application-permissions/application-permissions';
import { connection } from '@gatehouse/contracts/identity/connections';
import { emailAddress } from '@gatehouse/contracts/identity/emails/email-addresses';
import { inactiveAccount } from '@gatehouse/contracts/identity/erasure-orders';
import { group, groupMember, groupName } from '@gatehouse/contracts/identity/groups/groups';
import { impersonation, impersonationWish } from '@gatehouse/contracts/identity/impersonation';
import { importLine, userImport } from '@gatehouse/contracts/identity/imports';
import { invitation } from '@gatehouse/contracts/identity/invitations';
import { organization, organizationSummary } from '@gatehouse/contracts/identity/organizations';
import {
  passkeyAssertion,
  passkeyAttestation,
  passkeyCreation,
  passkeyRequest,
} from '@gatehouse/contracts/identity/passkey-ceremonies';
import { passkey } from '@gatehouse/contracts/identity/passkeys';
import { person } from '@gatehouse/contracts/identity/people';
import { organizationPolicies } from '@gatehouse/contracts/identity/policies';
import { profile } from '@gatehouse/contracts/identity/profile';
import { attributeDefinition } from '@gatehouse/contracts/identity/profiles/attributes';
import { customRole, roleDefinition } from '@gatehouse/contracts/identity/roles';
import { serviceAccount } from '@gatehouse/contracts/identity/service-accounts';
import { session } from '@gatehouse/contracts/identity/sessions';
import { signInDelay, signInMeans } from '@gatehouse/contracts/identity/sign-in-means';
import {
  codeSent,
  secondFactorBegun,
  secondFactorRequired,
  signedIn,
  tokenPair,
} from '@gatehouse/contracts/identity/sign-in';
import {
  authorizationResponse,
  socialProvider,
  socialStart,
} from '@gatehouse/contracts/identity/social';
import { staffMember } from '@gatehouse/contracts/identity/staff';
import { stepUpChallenge } from '@gatehouse/contracts/identity/step-up';
import { supportedOrganization } from '@gatehouse/contracts/identity/support';
import { totpAuthenticator } from '@gatehouse/contracts/identity/totp';
import { trustedDevice } from '@gatehouse/contracts/identity/trusted-devices';
import { backupCodes, enrolled } from '@gatehouse/contracts/identity/two-factor';
import { member, user } from '@gatehouse/contracts/identity/user';
import { followedMail, mailboxMessage } from '@gatehouse/contracts/mailbox';
import {
  deliveryStep,
  notificationDelivery,
  notificationStats,
} from '@gatehouse/contracts/notifications/deliveries';
import { notification, notificationCounts } from '@gatehouse/contracts/notifications/inbox';
import { mailReport, mailgunReport } from '@gatehouse/contracts/notifications/mail-reports';
import { notice } from '@gatehouse/contracts/notifications/notices';
import { notificationPreferences } from '@gatehouse/contracts/notifications/preferences';
import { suppression } from '@gatehouse/contracts/notifications/suppressions';
import { recipients } from '@gatehouse/contracts/notifications/recipients';
import {
  renderedTemplate,
  template,
  templateTitle,
  templateVersion,
} from '@gatehouse/contracts/notifications/templates';
import { health } from '@gatehouse/contracts/platform';
import { alertNote, securityAlert } from '@gatehouse/contracts/security/alerts';
import {
  loginAttempt,
  pivotEntry,
  timelineBucket,
  topEntry,
} from '@gatehouse/contracts/security/attempts';
import { allowedNetwork, ipBlock } from '@gatehouse/contracts/security/blocks';
import { detection, detectionSettings, dryRun } from '@gatehouse/contracts/security/detections';
import { securityMetrics } from '@gatehouse/contracts/security/monitor';
import { attackPlace } from '@gatehouse/contracts/security/places';
import {
  webhookAttempt,
  webhookDelivery,
  webhookEndpoint,
  webhookRecovery,
} from '@gatehouse/contracts/webhooks';
import { problem } from '@gatehouse/contracts/problem';

/**
 * The shapes that have a name in the OpenAPI document, and so in clients that are generated from it:
 * every object that several contracts share or that is a thing of its own. What is only one
 * endpoint's is written out there.
 */
const shapes = {
  activityEntry,
  alertNote,
  allowedNetwork,
  apiKey,
  apiKeyUsage,
  apiKeyWithSecret,
  applicationPermission,
  attackPlace,
  attributeDefinition,
  auditEntry,
  auditVerification,
  authorizationResponse,
  backupCodes,
  bulkOutcome,
  codeSent,
  complianceKey,
  complianceSummary,
  connection,
  customRole,
  deliveryStep,
  detection,
  detectionSettings,
  dryRun,
  emailAddress,
  enrolled,
  eventListener,
  eventReplay,
  failedJob,
  followedMail,
  group,
  groupMember,
  groupName,
  health,
  impersonation,
  impersonationWish,
  importLine,
  inactiveAccount,
  invitation,
  ipBlock,
  loginAttempt,
  mailboxMessage,
  mailgunReport,
  mailReport,
  member,
  notice,
  notification,
  notificationCounts,
  notificationDelivery,
  notificationPreferences,
  notificationStats,
  organization,
  organizationPolicies,
  organizationSummary,
  parkedEvent,
  passkey,
  passkeyAssertion,
  passkeyAttestation,
  passkeyCreation,
  passkeyRequest,
  person,
  pivotEntry,
  problem,
  profile,
  recipients,
  renderedTemplate,
  roleDefinition,
  secondFactorBegun,
  secondFactorRequired,
  securityAlert,
  securityMetrics,
  serviceAccount,
  session,
  signedIn,
  signInDelay,
  signInMeans,
  socialProvider,
  socialStart,
  staffMember,
  stepUpChallenge,
  supportedOrganization,
  suppression,
  template,
  templateTitle,
  templateVersion,
  timelineBucket,
  tokenPair,
  topEntry,
  totpAuthenticator,
  trailCompliance,
  trustedDevice,
  user,
  userImport,
  webhookAttempt,
  webhookDelivery,
  webhookEndpoint,
  webhookRecovery,
} satisfies Record<string, z.ZodObject>;

const inPascalCase = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** The same by the names that they go by there, such as `User`. */
export const namedSchemas: ReadonlyMap<string, z.ZodObject> = new Map(
  Object.entries(shapes).map(([name, shape]) => [inPascalCase(name), shape]),
);
