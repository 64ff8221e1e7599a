import { Global, Module } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Metrics } from '../../platform/telemetry/metrics.js';
import { Authenticator, KeyAuthenticator } from '../../platform/http/caller.js';
import { EventDirectory } from '../../platform/events/event-listener.js';
import { EventsModule } from '../../platform/events/events.module.js';
import { AdministrationController } from './administration/administration.controller.js';
import { BulkService } from './administration/bulk.service.js';
import { FactorResetsService } from './administration/factor-resets.service.js';
import { MemberSessionsService } from './administration/member-sessions.service.js';
import { PasswordResetsService } from './administration/password-resets.service.js';
import { ApiKeyAuthenticator } from './api-keys/api-key-authenticator.service.js';
import { ApiKeysController } from './api-keys/api-keys.controller.js';
import { ApiKeysRepository } from './api-keys/api-keys.repository.js';
import { ApiKeysService } from './api-keys/api-keys.service.js';
import { KnownDevicesRepository } from './devices/known-devices.repository.js';
import { EmailChangesController } from './email-changes/email-changes.controller.js';
import { EmailChangesRepository } from './email-changes/email-changes.repository.js';
import { EmailChangesService } from './email-changes/email-changes.service.js';
import { EmailConfirmationService } from './email-changes/email-confirmation.service.js';
import { EmailRestorationService } from './email-changes/email-restoration.service.js';
import { EnrolledFactorsRepository } from './factors/enrolled-factors.repository.js';
import { EnrolmentService } from './factors/enrolment.service.js';
import { factorControllers, factorProviders } from './factors/factors.registry.js';
import { TrustedDevicesController } from './factors/trusted-devices/trusted-devices.controller.js';
import { TrustedDevicesRepository } from './factors/trusted-devices/trusted-devices.repository.js';
import { TrustedDevicesService } from './factors/trusted-devices/trusted-devices.service.js';
import { TwoFactorController } from './factors/two-factor.controller.js';
import { TwoFactorService } from './factors/two-factor.service.js';
import { AccountExportController } from './account-export/account-export.controller.js';
import { AccountExportService } from './account-export/account-export.service.js';
import { AccountExportsRepository } from './account-export/account-exports.repository.js';
import { ErasureController } from './erasure/erasure.controller.js';
import { ErasureJob } from './erasure/erasure.job.js';
import { ErasureService } from './erasure/erasure.service.js';
import { ErasureSignInListener } from './erasure/erasure-sign-in.listener.js';
import { ErasuresRepository } from './erasure/erasures.repository.js';
import { PersonalDataRepository } from './erasure/personal-data.repository.js';
import { ExportsService } from './imports/exports.service.js';
import { ImportedUsersService } from './imports/imported-users.service.js';
import { ImportsController } from './imports/imports.controller.js';
import { ImportsJob } from './imports/imports.job.js';
import { ImportsRepository } from './imports/imports.repository.js';
import { ImportsService } from './imports/imports.service.js';
import { LockoutRepository } from './lockout/lockout.repository.js';
import { LockoutService } from './lockout/lockout.service.js';
import { AcceptanceService } from './invitations/acceptance.service.js';
import { InvitationLinksService } from './invitations/invitation-links.service.js';
import { InvitationsController } from './invitations/invitations.controller.js';
import { InvitationsRepository } from './invitations/invitations.repository.js';
import { InvitationsService } from './invitations/invitations.service.js';
import { NewcomersService } from './invitations/newcomers.service.js';
import { MagicLinkSignInService } from './magic-links/magic-link-sign-in.service.js';
import { MagicLinksController } from './magic-links/magic-links.controller.js';
import { MagicLinksService } from './magic-links/magic-links.service.js';
import { ImpersonationController } from './impersonation/impersonation.controller.js';
import { ImpersonationService } from './impersonation/impersonation.service.js';
import { IdentityMailsService } from './mails/identity-mails.service.js';
import { SecurityMailsService } from './mails/security-mails.service.js';
import { OperatorRepository } from './operator/operator.repository.js';
import { OperatorService } from './operator/operator.service.js';
import { OneTimeTokensRepository } from './one-time-tokens/one-time-tokens.repository.js';
import { OneTimeTokensService } from './one-time-tokens/one-time-tokens.service.js';
import { AuthorityService } from './organizations/authority.service.js';
import { FoundingService } from './organizations/founding.service.js';
import { MembershipService } from './memberships/membership.service.js';
import { MembershipsRepository } from './memberships/memberships.repository.js';
import { NewMembersService } from './memberships/new-members.service.js';
import { OrganizationSummaryRepository } from './organizations/organization-summary.repository.js';
import { OrganizationsController } from './organizations/organizations.controller.js';
import { OrganizationsRepository } from './organizations/organizations.repository.js';
import { OrganizationsService } from './organizations/organizations.service.js';
import { OwnersController } from './memberships/owners.controller.js';
import { OwnersService } from './memberships/owners.service.js';
import { OwnMembershipService } from './memberships/own-membership.service.js';
import { CredentialsService } from './passwords/credentials.service.js';
import { PasswordLinksService } from './passwords/password-links.service.js';
import { BreachedPasswords } from './passwords/breaches/breached-passwords.service.js';
import { PasswordStrengthService } from './passwords/password-strength.service.js';
import { PasswordPolicyService } from './passwords/password-policy.service.js';
import { PoliciesController } from './policies/policies.controller.js';
import { PoliciesRepository } from './policies/policies.repository.js';
import { PoliciesService } from './policies/policies.service.js';
import { ProfileController } from './profile/profile.controller.js';
import { ProfileService } from './profile/profile.service.js';
import { ForcedResetsService } from './recovery/forced-resets.service.js';
import { PasswordChangesService } from './recovery/password-changes.service.js';
import { RecoveryController } from './recovery/recovery.controller.js';
import { RecoveryService } from './recovery/recovery.service.js';
import { LeftoversService } from './recovery/leftovers.service.js';
import { RescueService } from './recovery/rescue.service.js';
import { SecurityAlertsListener } from './recovery/security-alerts.listener.js';
import { ConfirmationService } from './registration/confirmation.service.js';
import { RegistrationController } from './registration/registration.controller.js';
import { RegistrationService } from './registration/registration.service.js';
import { RegistrationsRepository } from './registration/registrations.repository.js';
import { GrantsService } from './roles/grants.service.js';
import { RolesController } from './roles/roles.controller.js';
import { RolesRepository } from './roles/roles.repository.js';
import { RolesService } from './roles/roles.service.js';
import { LiveSessionsRepository } from './sessions/live-sessions.repository.js';
import { RefreshTokensRepository } from './sessions/refresh-tokens.repository.js';
import { RefreshTokensService } from './sessions/refresh-tokens.service.js';
import { SessionAuthenticator } from './sessions/session-authenticator.service.js';
import { SessionCookies } from './sessions/session-cookies.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SessionsRepository } from './sessions/sessions.repository.js';
import { SessionsService } from './sessions/sessions.service.js';
import { SetupController } from './setup/setup.controller.js';
import { SetupService } from './setup/setup.service.js';
import { ChallengesRepository } from './sign-in/challenges.repository.js';
import { ChallengesService } from './sign-in/challenges.service.js';
import { PasskeySignInService } from './sign-in/passkey-sign-in.service.js';
import { FirstStepService } from './sign-in/first-step.service.js';
import { ProofsService } from './sign-in/proofs.service.js';
import { SecondFactorSignInService } from './sign-in/second-factor-sign-in.service.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { SignInRepository } from './sign-in/sign-in.repository.js';
import { SignInService } from './sign-in/sign-in.service.js';
import { socialControllers, socialProviders } from './social/social.providers.js';
import { StepUpController } from './step-up/step-up.controller.js';
import { StepUpService } from './step-up/step-up.service.js';
import { AccessTokensService } from './tokens/access-tokens.service.js';
import { SigningKeysRepository } from './tokens/signing-keys.repository.js';
import { SigningKeysService } from './tokens/signing-keys.service.js';
import { TokensController } from './tokens/tokens.controller.js';
import { UpkeepJob } from './upkeep/upkeep.job.js';
import { UpkeepRepository } from './upkeep/upkeep.repository.js';
import { AccountsService } from './users/accounts.service.js';
import { StandingService } from './users/standing.service.js';
import { UserDirectory } from './users/user-directory.port.js';
import { UserDirectoryRepository } from './users/user-directory.repository.js';
import { UserCredentialsRepository } from './users/user-credentials.repository.js';
import { UsersController } from './users/users.controller.js';
import { UsersRepository } from './users/users.repository.js';
import { UsersService } from './users/users.service.js';

const tokens = [SigningKeysRepository, SigningKeysService, AccessTokensService];
const sessions = [
  SessionsRepository,
  LiveSessionsRepository,
  RefreshTokensRepository,
  SessionsService,
  RefreshTokensService,
  SessionCookies,
  { provide: Authenticator, useClass: SessionAuthenticator },
];
const factors = [
  ...factorProviders,
  EnrolledFactorsRepository,
  EnrolmentService,
  TrustedDevicesRepository,
  TrustedDevicesService,
  TwoFactorService,
];
const signIn = [
  LockoutRepository,
  LockoutService,
  SignInRepository,
  SignInService,
  ChallengesRepository,
  ChallengesService,
  SecondFactorSignInService,
  PasskeySignInService,
  StepUpService,
  ProofsService,
  FirstStepService,
  MagicLinksService,
  MagicLinkSignInService,
  UserCredentialsRepository,
];

const apiKeys = [
  ApiKeysRepository,
  ApiKeysService,
  { provide: KeyAuthenticator, useClass: ApiKeyAuthenticator },
];

const accounts = [
  UsersRepository,
  UsersService,
  AccountsService,
  StandingService,
  AuthorityService,
  NewMembersService,
];
const organizations = [
  OrganizationsRepository,
  OrganizationSummaryRepository,
  OrganizationsService,
  FoundingService,
  MembershipsRepository,
  MembershipService,
  OwnMembershipService,
  OwnersService,
  PoliciesRepository,
  PoliciesService,
  RolesRepository,
  RolesService,
  GrantsService,
  InvitationsRepository,
  InvitationsService,
  InvitationLinksService,
  AcceptanceService,
  NewcomersService,
];
const passwords = [
  OneTimeTokensRepository,
  OneTimeTokensService,
  PasswordStrengthService,
  BreachedPasswords,
  PasswordPolicyService,
  CredentialsService,
  PasswordLinksService,
  PasswordChangesService,
  RecoveryService,
];
const recovery = [
  KnownDevicesRepository,
  SecurityMailsService,
  SecurityAlertsListener,
  ForcedResetsService,
  RescueService,
  LeftoversService,
  EmailChangesRepository,
  EmailChangesService,
  EmailConfirmationService,
  EmailRestorationService,
];
const accountExport = [AccountExportsRepository, AccountExportService];
const erasure = [
  ErasuresRepository,
  PersonalDataRepository,
  ErasureService,
  ErasureSignInListener,
  ErasureJob,
];
const manyPeople = [
  ImportsRepository,
  ImportsService,
  ImportedUsersService,
  ImportsJob,
  ExportsService,
];
const administration = [
  PasswordResetsService,
  FactorResetsService,
  MemberSessionsService,
  BulkService,
  ImpersonationService,
];
const firstSteps = [
  IdentityMailsService,
  RegistrationsRepository,
  RegistrationService,
  ConfirmationService,
  ProfileService,
  SetupService,
];

/** Who may come in: accounts, passwords, second factors, sessions, organizations and roles. */
@Global()
@Module({
  imports: [EventsModule.forModule('identity')],
  controllers: [
    TokensController,
    SignInController,
    SessionsController,
    TwoFactorController,
    ...factorControllers,
    TrustedDevicesController,
    StepUpController,
    SetupController,
    RegistrationController,
    RecoveryController,
    MagicLinksController,
    EmailChangesController,
    ProfileController,
    UsersController,
    OrganizationsController,
    OwnersController,
    PoliciesController,
    InvitationsController,
    RolesController,
    AdministrationController,
    ImpersonationController,
    ApiKeysController,
    ...socialControllers,
    ImportsController,
    ErasureController,
    AccountExportController,
  ],
  providers: [
    ...tokens,
    ...sessions,
    ...factors,
    ...signIn,
    ...accounts,
    ...organizations,
    ...passwords,
    ...recovery,
    ...administration,
    ...firstSteps,
    ...manyPeople,
    ...erasure,
    ...accountExport,
    OperatorRepository,
    OperatorService,
    ...apiKeys,
    ...socialProviders,
    UpkeepRepository,
    UpkeepJob,
    { provide: UserDirectory, useClass: UserDirectoryRepository },
  ],
  exports: [Authenticator, KeyAuthenticator, SetupService, UserDirectory],
})
export class IdentityModule {
  constructor(
    metrics: Metrics,
    sessions: SessionsService,
    database: Database,
    directory: EventDirectory,
    alerts: SecurityAlertsListener,
    erasureSignIn: ErasureSignInListener,
  ) {
    directory.register(alerts);
    directory.register(erasureSignIn);
    metrics.observeActiveSessions(() => sessions.count(database.connection));
  }
}
