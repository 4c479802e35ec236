// Starts the dashboard: the chosen theme, what has been asked of the server, and the screens.
import { CSPProvider } from '@base-ui/react/csp-provider';
import { RenderioError } from '@renderio/sdk';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import './app.css';
import { router } from './routes.tsx';
import { sessionKey } from './shell/session.ts';
import { applyTheme, readTheme } from './shell/theme.ts';

applyTheme(readTheme());

const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      // The session has ended: the shell asks who is there, and shows how to sign in.
      const isOver = error instanceof RenderioError && error.code === 'UNAUTHORIZED';
      if (isOver && query.queryKey[0] !== sessionKey[0]) void queryClient.invalidateQueries({ queryKey: sessionKey });
    },
  }),
  // The SDK tries again by itself.
  defaultOptions: { queries: { retry: false, staleTime: 5_000 } },
});

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');
createRoot(root).render(
  // The page's policy lets no style in but the built file's.
  <CSPProvider disableStyleElements>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </CSPProvider>,
);
