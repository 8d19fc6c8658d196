// Which way imports may point. A folder may import itself and the folders named behind it, nothing else.

export type LayerTable = Readonly<Record<string, readonly string[]>>;

/** Folders of `backend/src`; `.` stands for the files that put the house together (main, compose, app, config). */
export const BACKEND_LAYERS: LayerTable = {
  lib: [],
  db: ['lib', 'migrations'],
  migrations: [],
  storage: ['lib'],
  pictures: ['lib'],
  media: ['lib'],
  events: ['lib', 'db'],
  engine: ['lib', 'db'],
  webhooks: ['lib', 'db', 'events', 'engine'],
  credits: ['lib', 'db', 'events'],
  accounts: ['lib', 'db', 'events', 'credits'],
  assets: ['lib', 'db', 'events', 'storage', 'pictures'],
  providers: ['lib', 'pictures', 'media'],
  'provider-records': ['lib', 'db', 'providers'],
  tasks: [
    'lib',
    'db',
    'events',
    'engine',
    'storage',
    'pictures',
    'credits',
    'accounts',
    'assets',
    'providers',
    'provider-records',
  ],
  http: [
    'lib',
    'db',
    'events',
    'storage',
    'pictures',
    'credits',
    'accounts',
    'assets',
    'providers',
    'provider-records',
    'webhooks',

    'tasks',
  ],
  '.': [
    'lib',
    'db',
    'events',
    'engine',
    'storage',
    'pictures',
    'credits',
    'accounts',
    'assets',
    'providers',
    'provider-records',
    'webhooks',

    'tasks',
    'http',
  ],
};

/** Narrower than their folder: an HTTP route calls one service and presents the answer. */
export const ROUTE_FORBIDDEN: readonly string[] = ['db', 'providers', 'engine'];

/** Folders of `frontend/src`; `.` stands for main and routes. */
export const FRONTEND_LAYERS: LayerTable = {
  locales: [],
  lib: ['locales'],
  ui: ['lib'],
  hooks: ['lib', 'ui', 'features', 'locales'],
  components: ['lib', 'ui', 'hooks', 'features', 'locales'],
  features: ['lib', 'ui', 'hooks', 'components', 'locales'],
  pages: ['lib', 'ui', 'hooks', 'components', 'features', 'locales'],
  app: ['lib', 'ui', 'hooks', 'components', 'features', 'locales', '.'],
  testing: ['lib', 'ui', 'hooks', 'components', 'features', 'locales', 'app', '.'],
  '.': ['lib', 'ui', 'hooks', 'components', 'features', 'locales', 'app', 'pages'],
};

/** Packages of the workspace and those they may see. */
export const PACKAGE_LAYERS: LayerTable = {
  shared: [],
  backend: ['shared'],
  frontend: ['shared'],
  scripts: ['shared', 'backend'],
};
