import { type ReactNode, useState } from 'react';
import { Navigate, useLocation, useSearchParams } from 'react-router';
import { useSession } from '../features/session/use-session.ts';
import type { Access } from '../routes.tsx';
import { FailureNote } from '../ui/failure-note.tsx';
import { PageLoader } from '../ui/page-loader.tsx';
import { safeReturnPath } from './return-path.ts';

/** Lets a page be seen only by those it is for, and brings people back to where they wanted to go. */
export function Gate({ access, children }: { access: Access; children: ReactNode }) {
  const session = useSession();
  const location = useLocation();
  const [search] = useSearchParams();
  // Stays in sight while the session is asked for again and again; a page that is open stays open over a failed look.
  const [failure, setFailure] = useState(session.error);
  if (session.error && session.error !== failure) setFailure(session.error);

  if (access === 'anyone') return children;
  if (session.data === undefined) {
    return failure ? <FailureNote error={failure} onRetry={() => void session.refetch()} /> : <PageLoader />;
  }
  if (access === 'guest' && session.data)
    return <Navigate to={safeReturnPath(search.get('return'))} replace />;
  if ((access === 'account' || access === 'operator') && !session.data) {
    const wanted = `${location.pathname}${location.search}`;
    return (
      <Navigate to={wanted === '/' ? '/sign-in' : `/sign-in?return=${encodeURIComponent(wanted)}`} replace />
    );
  }
  // The server refuses everything behind it too; the page only spares people a wall of refusals.
  if (access === 'operator' && session.data?.role !== 'operator') return <Navigate to="/" replace />;
  return children;
}
