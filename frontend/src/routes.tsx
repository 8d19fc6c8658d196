import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { loadPageTexts, type PageNamespace } from './lib/i18n.ts';

/** Who may see a page: people with a session, operators, people without a session, or everybody. */
export type Access = 'account' | 'operator' | 'guest' | 'anyone';

export interface PageRoute {
  readonly path: string;
  /** Key of the document title in the `shell` texts. */
  readonly title: string;
  readonly access: Access;
  readonly Page: LazyExoticComponent<ComponentType>;
}

/** `texts`: what the page says beside the common texts; fetched together with it. */
function page<Name extends string>(
  name: Name,
  load: () => Promise<Record<Name, ComponentType>>,
  texts: readonly PageNamespace[] = [],
) {
  return lazy(async () => {
    const [module] = await Promise.all([load(), loadPageTexts(texts)]);
    return { default: module[name] };
  });
}

/** One line per page; the folder under `pages/` holds the rest. */
// biome-ignore format: one line per page
export const routes: readonly PageRoute[] = [
  { path: '/', title: 'title.studio', access: 'account', Page: page('StudioPage', () => import('./pages/studio/studio-page.tsx')) },
  { path: '/tasks/:id', title: 'title.task', access: 'account', Page: page('TaskPage', () => import('./pages/task/task-page.tsx'), ['compare']) },
  { path: '/batches/:id', title: 'title.batch', access: 'account', Page: page('BatchPage', () => import('./pages/batch/batch-page.tsx')) },
  { path: '/generate/:slug?', title: 'title.generate', access: 'account', Page: page('GeneratePage', () => import('./pages/generate/generate-page.tsx'), ['generate']) },
  { path: '/history', title: 'title.history', access: 'account', Page: page('HistoryPage', () => import('./pages/history/history-page.tsx'), ['history']) },
  { path: '/credits', title: 'title.credits', access: 'account', Page: page('CreditsPage', () => import('./pages/credits/credits-page.tsx'), ['credits']) },
  { path: '/webhooks', title: 'title.webhooks', access: 'account', Page: page('WebhooksPage', () => import('./pages/webhooks/webhooks-page.tsx'), ['webhooks']) },
  { path: '/api-keys', title: 'title.apiKeys', access: 'account', Page: page('ApiKeysPage', () => import('./pages/api-keys/api-keys-page.tsx'), ['api-keys']) },
  { path: '/account', title: 'title.account', access: 'account', Page: page('AccountPage', () => import('./pages/account/account-page.tsx'), ['password']) },
  { path: '/errors', title: 'title.errors', access: 'anyone', Page: page('ErrorsPage', () => import('./pages/errors/errors-page.tsx'), ['errors']) },
  { path: '/operations/:section?/:id?', title: 'title.operations', access: 'operator', Page: page('OperationsPage', () => import('./pages/operations/operations-page.tsx'), ['operations']) },
  { path: '/providers', title: 'title.providers', access: 'operator', Page: page('ProvidersPage', () => import('./pages/providers/providers-page.tsx'), ['providers']) },
  { path: '/memberships', title: 'title.memberships', access: 'operator', Page: page('MembershipsPage', () => import('./pages/memberships/memberships-page.tsx'), ['memberships']) },
  { path: '/users', title: 'title.users', access: 'operator', Page: page('UsersPage', () => import('./pages/users/users-page.tsx'), ['users']) },
  { path: '/retention', title: 'title.retention', access: 'operator', Page: page('RetentionPage', () => import('./pages/retention/retention-page.tsx'), ['retention']) },
  { path: '/sign-in', title: 'title.signIn', access: 'guest', Page: page('SignInPage', () => import('./pages/sign-in/sign-in-page.tsx')) },
  { path: '/register', title: 'title.register', access: 'guest', Page: page('RegisterPage', () => import('./pages/register/register-page.tsx')) },
  { path: '/reset-password', title: 'title.resetPassword', access: 'anyone', Page: page('ResetPasswordPage', () => import('./pages/reset-password/reset-password-page.tsx'), ['password']) },
  { path: '*', title: 'title.notFound', access: 'anyone', Page: page('NotFoundPage', () => import('./pages/not-found/not-found-page.tsx')) },
];
