// Starts the dashboard: one route a screen, all within the shell.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import './app.css';
import { CommandDetail } from './screens/command.tsx';
import { Commands } from './screens/commands.tsx';
import { Shell } from './shell.tsx';

const rootRoute = createRootRoute({ component: Shell });
const commandRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/commands/$commandId',
  component: CommandDetail,
  remountDeps: ({ params }) => params,
});
const router = createRouter({
  routeTree: rootRoute.addChildren([
    createRoute({ getParentRoute: () => rootRoute, path: '/', component: Commands }),
    commandRoute,
  ]),
});
declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');
createRoot(root).render(
  <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
    <RouterProvider router={router} />
  </QueryClientProvider>,
);
