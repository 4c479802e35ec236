// Every screen by its address; each is loaded when it is first opened.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Navigate } from '@tanstack/react-router';
import { readCommandFilter } from './commands/command-filter.ts';
import { readComposeSearch } from './compose/compose-search.ts';
import { NotFound } from './shell/not-found.tsx';
import { Shell } from './shell/shell.tsx';

const rootRoute = createRootRoute({ component: Shell, notFoundComponent: NotFound });
const getParentRoute = () => rootRoute;

const home = createRoute({
  getParentRoute,
  path: '/',
  component: () => <Navigate to="/compose" replace />,
});
const compose = createRoute({
  getParentRoute,
  path: '/compose',
  component: lazyRouteComponent(() => import('./screens/compose.tsx'), 'Compose'),
  validateSearch: readComposeSearch,
});
const commands = createRoute({
  getParentRoute,
  path: '/commands',
  component: lazyRouteComponent(() => import('./screens/commands.tsx'), 'Commands'),
  validateSearch: readCommandFilter,
});
const command = createRoute({
  getParentRoute,
  path: '/commands/$commandId',
  component: lazyRouteComponent(() => import('./screens/command.tsx'), 'CommandDetail'),
  remountDeps: ({ params }) => params,
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([home, compose, commands, command]),
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
