import { IconCoins, IconHistory, IconPhotoEdit, IconSparkles } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, Outlet } from 'react-router';
import { useLiveEvents } from '../features/events/use-live-events.ts';
import { useOtherTabs } from '../features/session/other-tabs.ts';
import { useBalance } from '../features/session/use-balance.ts';
import { useSession } from '../features/session/use-session.ts';
import { AccountMenu } from './account-menu.tsx';
import { BalanceLink } from './balance-link.tsx';
import { ColorSchemeSwitch } from './color-scheme-switch.tsx';
import { ConnectionNote } from './connection-note.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { Logo } from './logo.tsx';
import classes from './shell.module.css';
import { Shortcuts } from './shortcuts.tsx';
import { usePageChange } from './use-page-change.ts';
import { useStrayFiles } from './use-stray-files.ts';

/** What ends elsewhere and what is being sent matter only once somebody has begun something; the page comes first. */
const Elsewhere = lazy(async () => ({ default: (await import('./elsewhere.tsx')).Elsewhere }));
const Upkeep = lazy(async () => ({ default: (await import('./upkeep.tsx')).Upkeep }));

const DESTINATIONS = [
  { to: '/', Icon: IconPhotoEdit },
  { to: '/generate', Icon: IconSparkles },
  { to: '/history', Icon: IconHistory },
  { to: '/credits', Icon: IconCoins },
] as const;

function Navigation({ isOperator }: { readonly isOperator: boolean }) {
  const { t } = useTranslation('shell');
  const textOf = {
    '/': t('nav.studio'),
    '/generate': t('nav.generate'),
    '/history': t('nav.history'),
    '/credits': t('nav.credits'),
  };
  return (
    <nav className={classes.navigation} aria-label={t('nav.label')}>
      {DESTINATIONS.map(({ to, Icon }) => (
        <NavLink key={to} to={to} end={to === '/'} className={classes.link ?? ''} aria-label={textOf[to]}>
          <Icon className={classes.linkIcon} size={20} stroke={1.75} aria-hidden />
          <span className={classes.linkText}>{textOf[to]}</span>
        </NavLink>
      ))}
      {isOperator && (
        <NavLink to="/providers" className={`${classes.link} ${classes.wideLink}`}>
          {t('title.providers')}
        </NavLink>
      )}
    </nav>
  );
}

/** The frame around every page: header, navigation, live connection. */
export function Shell() {
  const { t } = useTranslation('shell');
  const { data: account } = useSession();
  const isSignedIn = Boolean(account);
  const balance = useBalance(isSignedIn);
  usePageChange();
  useStrayFiles();
  useOtherTabs(account);
  useLiveEvents(account?.id);

  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main">
        {t('skip')}
      </a>
      <header className={classes.header}>
        <Link to="/" className={classes.brand ?? ''} aria-label="Atelier">
          <Logo />
          <span className={classes.brandName}>Atelier</span>
        </Link>
        {account && <Navigation isOperator={account.role === 'operator'} />}
        <div className={classes.tools}>
          {account && <BalanceLink credits={balance.data?.credits} />}
          <div className={account ? classes.wideOnly : classes.switches}>
            <LanguageSwitch />
            <ColorSchemeSwitch />
          </div>
          {account && <AccountMenu account={account} />}
        </div>
      </header>
      {isSignedIn && <ConnectionNote />}
      <Suspense fallback={null}>
        <Upkeep accountId={account?.id} />
        {isSignedIn && <Elsewhere />}
      </Suspense>
      <Shortcuts />
      <main id="main" className={classes.main} tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}
