// Every screen by its address; each is loaded when it is first opened.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { readCommandFilter } from './commands/command-filter.ts';
import { readComposeSearch } from './compose/compose-search.ts';
import { NotFound } from './shell/not-found.tsx';
import { Shell } from './shell/shell.tsx';

const rootRoute = createRootRoute({ component: Shell, notFoundComponent: NotFound });
const getParentRoute = () => rootRoute;

const overview = createRoute({
  getParentRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./screens/overview.tsx'), 'Overview'),
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

const files = createRoute({
  getParentRoute,
  path: '/files',
  component: lazyRouteComponent(() => import('./screens/files.tsx'), 'Files'),
});
const presets = createRoute({
  getParentRoute,
  path: '/presets',
  component: lazyRouteComponent(() => import('./screens/presets.tsx'), 'Presets'),
});
const webhooks = createRoute({
  getParentRoute,
  path: '/webhooks',
  component: lazyRouteComponent(() => import('./screens/webhooks.tsx'), 'Webhooks'),
});
const keys = createRoute({
  getParentRoute,
  path: '/keys',
  component: lazyRouteComponent(() => import('./screens/keys.tsx'), 'Keys'),
});

const workers = createRoute({
  getParentRoute,
  path: '/workers',
  component: lazyRouteComponent(() => import('./screens/workers.tsx'), 'Workers'),
});
const system = createRoute({
  getParentRoute,
  path: '/system',
  component: lazyRouteComponent(() => import('./screens/system.tsx'), 'System'),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    overview,
    compose,
    commands,
    command,
    files,
    presets,
    webhooks,
    keys,
    workers,
    system,
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
