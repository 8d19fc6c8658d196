import { useDocumentTitle } from '@mantine/hooks';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { BrowserRouter, Route, Routes, useLocation } from 'react-router';
import { type PageRoute, routes } from '../routes.tsx';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { PageLoader } from '../ui/page-loader.tsx';
import { Gate } from './gate.tsx';
import { Providers } from './providers.tsx';
import { Shell } from './shell.tsx';

function PageTitle({ title }: { title: string }) {
  const { t } = useTranslation('shell');
  useDocumentTitle(`${t(title)} · Atelier`);
  return null;
}

/** A page behind its gate. */
export function RoutePage({ route: { access, title, Page } }: { route: PageRoute }) {
  const { pathname } = useLocation();
  return (
    <Gate access={access}>
      <PageTitle title={title} />
      {/* Each address anew: a page that broke must not break the next, and one on its way shows that it is. */}
      <ErrorBoundary key={pathname}>
        <Suspense fallback={<PageLoader />}>
          <Page />
        </Suspense>
      </ErrorBoundary>
    </Gate>
  );
}

export function App() {
  return (
    <Providers>
      <ErrorBoundary>
        <BrowserRouter>
          <Routes>
            <Route element={<Shell />}>
              {routes.map((route) => (
                <Route key={route.path} path={route.path} element={<RoutePage route={route} />} />
              ))}
            </Route>
          </Routes>
        </BrowserRouter>
      </ErrorBoundary>
    </Providers>
  );
}
