import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { alertSeverities } from '@gatehouse/contracts/events';
import { id, timestamp } from '@gatehouse/contracts/fields';
import { alertStates } from '@gatehouse/contracts/security/alerts';
import { attemptFailures, attemptKinds } from '@gatehouse/contracts/security/attempts';
import { detectionKeys } from '@gatehouse/contracts/security/detections';
import { responseClasses, webhookDelivery } from '@gatehouse/contracts/webhooks';
import { restore } from '../api/renewal';
import { bare, root, shell, stranger } from './frames';
import { requireEnrolment } from './guards';
import { NotFoundPage } from './not-found';
import { notificationBareRoutes, notificationShellRoutes } from './notification-routes';
import { PageFailed } from './page-failed';
import { peopleShellRoutes } from './people-routes';

const text = z.string().optional().catch(undefined);
const token = z.object({ token: text });

const strangerRoutes = [
  createRoute({
    getParentRoute: () => stranger,
    path: '/sign-in',
    validateSearch: z.object({ redirect: text }),
    component: lazyRouteComponent(
      () => import('../features/identity/sign-in/sign-in-page'),
      'SignInPage',
    ),
  }),
  createRoute({
    getParentRoute: () => stranger,
    path: '/register',
    component: lazyRouteComponent(
      () => import('../features/identity/registration/register-page'),
      'RegisterPage',
    ),
  }),
];

const bareRoutes = [
  createRoute({
    getParentRoute: () => bare,
    path: '/setup',
    validateSearch: token,
    component: lazyRouteComponent(
      () => import('../features/identity/setup/setup-page'),
      'SetupPage',
    ),
  }),
  createRoute({
    getParentRoute: () => bare,
    path: '/check-mail',
    validateSearch: z.object({ email: text }),
    component: lazyRouteComponent(
      () => import('../features/identity/registration/check-mail-page'),
      'CheckMailPage',
    ),
  }),
  createRoute({
    getParentRoute: () => bare,
    path: '/verify-email',
    validateSearch: token,
    component: lazyRouteComponent(
      () => import('../features/identity/registration/verify-email-page'),
      'VerifyEmailPage',
    ),
  }),
  createRoute({
    getParentRoute: () => bare,
    path: '/forgot-password',
    validateSearch: z.object({ email: text }),
    component: lazyRouteComponent(
      () => import('../features/identity/passwords/forgot-password-page'),
      'ForgotPasswordPage',
    ),
  }),
  createRoute({
    getParentRoute: () => bare,
    path: '/reset-password',
    validateSearch: token,
    component: lazyRouteComponent(
      () => import('../features/identity/passwords/reset-password-page'),
      'ResetPasswordPage',
    ),
  }),
  createRoute({
    getParentRoute: () => bare,
    path: '/choose-password',
    validateSearch: token,
    component: lazyRouteComponent(
      () => import('../features/identity/passwords/reset-password-page'),
      'ChoosePasswordPage',
    ),
  }),
  createRoute({
    getParentRoute: () => bare,
    path: '/not-me',
    validateSearch: token,
    component: lazyRouteComponent(
      () => import('../features/identity/recovery/not-me-page'),
      'NotMePage',
    ),
  }),
  createRoute({
    getParentRoute: () => bare,
    path: '/keep-account',
    validateSearch: token,
    component: lazyRouteComponent(
      () => import('../features/identity/recovery/keep-account-page'),
      'KeepAccountPage',
    ),
  }),
  createRoute({
    getParentRoute: () => bare,
    path: '/confirm-email',
    validateSearch: token,
    component: lazyRouteComponent(
      () => import('../features/identity/recovery/confirm-email-page'),
      'ConfirmEmailPage',
    ),
  }),
  createRoute({
    getParentRoute: () => bare,
    path: '/social-callback',
    validateSearch: z.object({ redirect: text }),
    component: lazyRouteComponent(
      () => import('../features/identity/social/social-callback-page'),
      'SocialCallbackPage',
    ),
  }),
  createRoute({
    getParentRoute: () => bare,
    path: '/invitation',
    validateSearch: token,
    beforeLoad: restore,
    component: lazyRouteComponent(
      () => import('../features/identity/invitations/invitation-page'),
      'InvitationPage',
    ),
  }),
  createRoute({
    getParentRoute: () => bare,
    path: '/magic-link',
    validateSearch: token.extend({ redirect: text }),
    component: lazyRouteComponent(
      () => import('../features/identity/recovery/magic-link-page'),
      'MagicLinkPage',
    ),
  }),
  createRoute({
    getParentRoute: () => bare,
    path: '/enrol',
    beforeLoad: requireEnrolment,
    component: lazyRouteComponent(
      () => import('../features/identity/two-factor/enrolment-page'),
      'EnrolmentPage',
    ),
  }),
];

const mailbox = createRoute({
  getParentRoute: () => root,
  path: '/mailbox',
  beforeLoad: restore,
  validateSearch: z.object({ to: text, message: text }),
  component: lazyRouteComponent(() => import('../features/mailbox/mailbox-page'), 'MailboxPage'),
});

const shellRoutes = [
  createRoute({
    getParentRoute: () => shell,
    path: '/',
    component: lazyRouteComponent(
      () => import('../features/overview/overview-page'),
      'OverviewPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/profile',
    component: lazyRouteComponent(
      () => import('../features/identity/profile/profile-page'),
      'ProfilePage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/security',
    component: lazyRouteComponent(
      () => import('../features/identity/security/security-page'),
      'SecurityPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/security/two-factor',
    component: lazyRouteComponent(
      () => import('../features/identity/two-factor/two-factor-page'),
      'TwoFactorPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/sessions',
    component: lazyRouteComponent(
      () => import('../features/identity/sessions/sessions-page'),
      'SessionsPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/keys',
    component: lazyRouteComponent(
      () => import('../features/identity/api-keys/api-keys-page'),
      'ApiKeysPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/roles-and-permissions',
    component: lazyRouteComponent(
      () => import('../features/identity/roles/roles-page'),
      'RolesPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/organization',
    component: lazyRouteComponent(
      () => import('../features/identity/organizations/organization-page'),
      'OrganizationPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/hooks',
    component: lazyRouteComponent(
      () => import('../features/webhooks/endpoints/webhooks-page'),
      'WebhooksPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/hooks/$id',
    validateSearch: z.object({
      state: webhookDelivery.shape.state.optional().catch(undefined),
      eventType: text,
      eventId: id.optional().catch(undefined),
      response: z.enum(responseClasses).optional().catch(undefined),
    }),
    component: lazyRouteComponent(
      () => import('../features/webhooks/deliveries/webhook-page'),
      'WebhookPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/audit',
    validateSearch: z.object({
      action: text,
      organization: text,
      since: text,
      from: text,
      until: text,
      actor: text,
      about: text,
      address: text,
      request: text,
      impersonated: z.enum(['true', 'false']).optional().catch(undefined),
    }),
    component: lazyRouteComponent(() => import('../features/audit/audit-page'), 'AuditPage'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/compliance-overview',
    component: lazyRouteComponent(
      () => import('../features/compliance/compliance-page'),
      'CompliancePage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/automation',
    component: lazyRouteComponent(
      () => import('../features/identity/service-accounts/service-accounts-page'),
      'ServiceAccountsPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/automation/$id',
    component: lazyRouteComponent(
      () => import('../features/identity/service-accounts/service-account-page'),
      'ServiceAccountPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/installation/organizations',
    validateSearch: z.object({ search: text }),
    component: lazyRouteComponent(
      () => import('../features/identity/support/organizations-page'),
      'OrganizationsPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/installation/organizations/$id',
    component: lazyRouteComponent(
      () => import('../features/identity/support/supported-organization-page'),
      'SupportedOrganizationPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/installation/events',
    validateSearch: z.object({ listener: text, type: text, from: text, until: text }),
    component: lazyRouteComponent(() => import('../features/event-log/events-page'), 'EventsPage'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/installation/staff',
    component: lazyRouteComponent(
      () => import('../features/identity/staff/staff-page'),
      'StaffPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/installation/inactive-accounts',
    validateSearch: z.object({ search: text }),
    component: lazyRouteComponent(
      () => import('../features/identity/erasure-orders/inactive-accounts-page'),
      'InactiveAccountsPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/installation/monitor',
    validateSearch: z.object({
      tab: z.enum(['overview', 'alerts', 'blocks', 'detections']).optional().catch(undefined),
      /** The alert that is open. */
      alert: text,
      /** Whose blocks are looked for. */
      address: text,
      /** Those that are over, instead of those in force. */
      blocks: z.enum(['ended']).optional().catch(undefined),
      state: z.enum(alertStates).optional().catch(undefined),
      severity: z.enum(alertSeverities).optional().catch(undefined),
      detection: z.enum(detectionKeys).optional().catch(undefined),
      assignee: text,
      /** Which attempts are listed. */
      search: text,
      outcome: z.enum(['succeeded', 'failed']).optional().catch(undefined),
      kind: z.enum(attemptKinds).optional().catch(undefined),
      failure: z.enum(attemptFailures).optional().catch(undefined),
      newDevice: z.enum(['true', 'false']).optional().catch(undefined),
      organization: id.optional().catch(undefined),
      from: timestamp.optional().catch(undefined),
      until: timestamp.optional().catch(undefined),
    }),
    component: lazyRouteComponent(() => import('../features/security/monitor-page'), 'MonitorPage'),
  }),
];

export const router = createRouter({
  routeTree: root.addChildren([
    bare.addChildren([
      stranger.addChildren(strangerRoutes),
      ...bareRoutes,
      ...notificationBareRoutes,
    ]),
    mailbox,
    shell.addChildren([...shellRoutes, ...peopleShellRoutes, ...notificationShellRoutes]),
  ]),
  defaultNotFoundComponent: NotFoundPage,
  defaultErrorComponent: PageFailed,
  defaultPreload: 'intent',
  // Guards ask the server: only code is fetched ahead, on hover.
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
