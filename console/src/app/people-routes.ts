import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { id } from '@gatehouse/contracts/fields';
import { roleKey } from '@gatehouse/contracts/identity/roles';
import { peopleSorts } from '@gatehouse/contracts/identity/users';
import { accountFilters } from '../features/identity/people/all-people';
import { shell } from './frames';

const text = z.string().optional().catch(undefined);
const sort = z.enum(peopleSorts).optional().catch(undefined);

/** Pages of people: of an organization, and of the whole installation. */
export const peopleShellRoutes = [
  createRoute({
    getParentRoute: () => shell,
    path: '/people',
    validateSearch: z.object({
      search: text,
      role: roleKey.optional().catch(undefined),
      group: id.optional().catch(undefined),
      attribute: text,
      status: z.enum(['active', 'inactive', 'no_factor', 'unseen']).optional().catch(undefined),
      sort,
    }),
    component: lazyRouteComponent(
      () => import('../features/identity/users/people-page'),
      'PeoplePage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/people/$id',
    validateSearch: z.object({ tab: text }),
    component: lazyRouteComponent(
      () => import('../features/identity/person/person-page'),
      'PersonPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/teams',
    component: lazyRouteComponent(
      () => import('../features/identity/groups/groups-page'),
      'GroupsPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/teams/$id',
    component: lazyRouteComponent(
      () => import('../features/identity/groups/group-page'),
      'GroupPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/installation/permissions',
    component: lazyRouteComponent(
      () => import('../features/identity/application-permissions/application-permissions-page'),
      'ApplicationPermissionsPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/installation/people',
    validateSearch: z.object({
      search: text,
      only: z.enum(accountFilters).optional().catch(undefined),
      sort,
    }),
    component: lazyRouteComponent(
      () => import('../features/identity/people/all-people-page'),
      'AllPeoplePage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/installation/people/$id',
    validateSearch: z.object({ tab: text }),
    component: lazyRouteComponent(
      () => import('../features/identity/people/any-person-page'),
      'AnyPersonPage',
    ),
  }),
] as const;
