import { Global, Module } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EventDirectory } from '../../platform/events/event-listener.js';
import { EventsModule } from '../../platform/events/events.module.js';
import { Authenticator, KeyAuthenticator } from '../../platform/http/caller.js';
import { Metrics } from '../../platform/telemetry/metrics.js';
import { accountExportParts } from './account-export/account-export.parts.js';
import { IdentityDataRepository } from './account-export/identity-data.repository.js';
import { PersonalData } from './account-export/personal-data.port.js';
import { administrationParts } from './administration/administration.parts.js';
import { apiKeysParts } from './api-keys/api-keys.parts.js';
import { applicationPermissionsParts } from './application-permissions/application-permissions.parts.js';
import { attributesParts } from './attributes/attributes.parts.js';
import { audiencesParts } from './audiences/audiences.parts.js';
import { Audiences } from './audiences/audiences.port.js';
import { devicesParts } from './devices/devices.parts.js';
import { emailAddressesParts } from './email-addresses/email-addresses.parts.js';
import { emailChangesParts } from './email-changes/email-changes.parts.js';
import { erasureParts } from './erasure/erasure.parts.js';
import { factorsParts } from './factors/factors.parts.js';
import { SmsBudgets } from './factors/sms-code/sms-budgets.port.js';
import { groupsParts } from './groups/groups.parts.js';
import { IdentityListeners } from './identity-listeners.js';
import type { IdentityParts } from './identity-parts.js';
import { impersonationParts } from './impersonation/impersonation.parts.js';
import { complianceParts } from './compliance/compliance.parts.js';
import { importsParts } from './imports/imports.parts.js';
import { invitationsParts } from './invitations/invitations.parts.js';
import { lockoutParts } from './lockout/lockout.parts.js';
import { magicLinksParts } from './magic-links/magic-links.parts.js';
import { mailsParts } from './mails/mails.parts.js';
import { membershipsParts } from './memberships/memberships.parts.js';
import { oneTimeTokensParts } from './one-time-tokens/one-time-tokens.parts.js';
import { operatorParts } from './operator/operator.parts.js';
import { organizationsParts } from './organizations/organizations.parts.js';
import { outreachParts } from './outreach/outreach.parts.js';
import { passwordsParts } from './passwords/passwords.parts.js';
import { peopleParts } from './people/people.parts.js';
import { picturesParts } from './pictures/pictures.parts.js';
import { policiesParts } from './policies/policies.parts.js';
import { profileParts } from './profile/profile.parts.js';
import { recoveryParts } from './recovery/recovery.parts.js';
import { registrationParts } from './registration/registration.parts.js';
import { rolesParts } from './roles/roles.parts.js';
import { serviceAccountsParts } from './service-accounts/service-accounts.parts.js';
import { sessionsParts } from './sessions/sessions.parts.js';
import { SessionsService } from './sessions/sessions.service.js';
import { setupParts } from './setup/setup.parts.js';
import { SetupService } from './setup/setup.service.js';
import { signInMeansParts } from './sign-in-means/sign-in-means.parts.js';
import { signInParts } from './sign-in/sign-in.parts.js';
import { socialParts } from './social/social.parts.js';
import { staffParts } from './staff/staff.parts.js';
import { stepUpParts } from './step-up/step-up.parts.js';
import { supportParts } from './support/support.parts.js';
import { tokensParts } from './tokens/tokens.parts.js';
import { upkeepParts } from './upkeep/upkeep.parts.js';
import { UserDirectory } from './users/user-directory.port.js';
import { usersParts } from './users/users.parts.js';

/** Every feature. A new one is a folder and a line here. */
const parts: readonly IdentityParts[] = [
  accountExportParts,
  administrationParts,
  apiKeysParts,
  applicationPermissionsParts,
  attributesParts,
  audiencesParts,
  devicesParts,
  emailAddressesParts,
  emailChangesParts,
  erasureParts,
  factorsParts,
  groupsParts,
  impersonationParts,
  complianceParts,
  importsParts,
  invitationsParts,
  lockoutParts,
  magicLinksParts,
  mailsParts,
  membershipsParts,
  oneTimeTokensParts,
  operatorParts,
  organizationsParts,
  outreachParts,
  passwordsParts,
  peopleParts,
  picturesParts,
  policiesParts,
  profileParts,
  recoveryParts,
  registrationParts,
  rolesParts,
  serviceAccountsParts,
  sessionsParts,
  setupParts,
  signInMeansParts,
  signInParts,
  socialParts,
  staffParts,
  stepUpParts,
  supportParts,
  tokensParts,
  upkeepParts,
  usersParts,
];

/** Who may come in: accounts, passwords, second factors, sessions, organizations and roles. */
@Global()
@Module({
  imports: [EventsModule.forModule('identity')],
  controllers: parts.flatMap(({ controllers }) => [...controllers]),
  providers: [IdentityListeners, ...parts.flatMap(({ providers }) => [...providers])],
  exports: [
    Audiences,
    Authenticator,
    KeyAuthenticator,
    PersonalData,
    SetupService,
    SmsBudgets,
    UserDirectory,
  ],
})
export class IdentityModule {
  constructor(
    metrics: Metrics,
    sessions: SessionsService,
    database: Database,
    directory: EventDirectory,
    listeners: IdentityListeners,
    personalData: PersonalData,
    data: IdentityDataRepository,
  ) {
    for (const listener of listeners.all) directory.register(listener);
    personalData.register((person) => data.sections(database.connection, person));
    metrics.observeActiveSessions(() => sessions.count(database.connection));
  }
}
