import { createRootRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { requireSession, requireStranger } from './guards';
import { BareLayout } from './bare-layout';
import { Root } from './root';

/** The root of all pages. */
export const root = createRootRoute({ component: Root });

/** Around pages that need no session. */
export const bare = createRoute({ getParentRoute: () => root, id: 'bare', component: BareLayout });

/** Around pages for whoever is not signed in. */
export const stranger = createRoute({
  getParentRoute: () => bare,
  id: 'stranger',
  beforeLoad: requireStranger,
});

/** Around the pages of whoever is signed in. */
export const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: requireSession,
  component: lazyRouteComponent(() => import('./shell'), 'Shell'),
});
