import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { startI18n } from './lib/i18n.ts';
import { reloadAfterUpgrade } from './lib/reload-after-upgrade.ts';

const container = document.getElementById('root');
if (!container) throw new Error('index.html has no element with id "root"');

reloadAfterUpgrade();
await startI18n();
createRoot(container).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
