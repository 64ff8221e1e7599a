import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { id } from '@gatehouse/contracts/fields';
import { category, channel } from '@gatehouse/contracts/notifications/categories';
import { deliveryState } from '@gatehouse/contracts/notifications/deliveries';
import { inboxTabs } from '@gatehouse/contracts/notifications/inbox';
import { bare, shell } from './frames';

const text = z.string().optional().catch(undefined);

/** Pages of notifications outside of the shell. */
export const notificationBareRoutes = [
  createRoute({
    getParentRoute: () => bare,
    path: '/unsubscribe',
    validateSearch: z.object({ token: z.string().optional().catch(undefined) }),
    component: lazyRouteComponent(
      () => import('../features/notifications/settings/unsubscribe-page'),
      'UnsubscribePage',
    ),
  }),
] as const;

/** Pages of notifications. */
export const notificationShellRoutes = [
  createRoute({
    getParentRoute: () => shell,
    path: '/inbox',
    validateSearch: z.object({
      status: z.enum(inboxTabs).optional().catch(undefined),
      category: category.optional().catch(undefined),
    }),
    component: lazyRouteComponent(
      () => import('../features/notifications/inbox/inbox-page'),
      'InboxPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/notification-settings',
    component: lazyRouteComponent(
      () => import('../features/notifications/settings/settings-page'),
      'SettingsPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/sent',
    validateSearch: z.object({
      state: deliveryState.optional().catch(undefined),
      channel: channel.optional().catch(undefined),
      category: category.optional().catch(undefined),
      userId: id.optional().catch(undefined),
      from: text,
      until: text,
    }),
    component: lazyRouteComponent(
      () => import('../features/notifications/deliveries/deliveries-page'),
      'DeliveriesPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/sent/$id',
    component: lazyRouteComponent(
      () => import('../features/notifications/deliveries/notice-page'),
      'NoticePage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/installation/templates',
    component: lazyRouteComponent(
      () => import('../features/notifications/templates/templates-page'),
      'TemplatesPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/installation/new-template',
    component: lazyRouteComponent(
      () => import('../features/notifications/templates/new-template-page'),
      'NewTemplatePage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/installation/templates/$name',
    component: lazyRouteComponent(
      () => import('../features/notifications/templates/template-page'),
      'TemplatePage',
    ),
  }),
] as const;
