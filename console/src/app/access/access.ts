import type { Profile } from '@gatehouse/contracts/identity/profile';
import { navigation, type NavigationItem } from '../navigation';

type Me = Pick<Profile, 'permissions' | 'organizationId'>;

/** Whether a page is for somebody, as far as their permissions and organization tell. */
export const mayOpen = (
  { permission, ofOrganization }: Pick<NavigationItem, 'permission' | 'ofOrganization'>,
  { permissions, organizationId }: Me,
): boolean =>
  (permission === undefined || permissions.includes(permission)) &&
  (ofOrganization !== true || organizationId !== null);

const pages = navigation.flatMap(({ items }) => items).filter(({ to }) => to !== '/');

/** Whether what stands at an address is for somebody: a page of the navigation, or one below it. */
export const mayVisit = (path: string, me: Me): boolean => {
  const page = pages.find(({ to }) => path === to || path.startsWith(`${to}/`));
  return page === undefined || mayOpen(page, me);
};
