import { useDocumentTitle } from '@mantine/hooks';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { BrowserRouter, Route, Routes } from 'react-router';
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

function RoutePage({ route: { access, title, Page } }: { route: PageRoute }) {
  return (
    <Gate access={access}>
      <PageTitle title={title} />
      <ErrorBoundary>
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
