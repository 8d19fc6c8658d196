import type { Locale } from '@atelier/shared/locales';
import { Router } from 'express';
import { query } from 'express-validator';
// Only the path helper: the package's main module runs the whole reader at import.
import swaggerUiPath from 'swagger-ui-dist/absolute-path.js';
import { AppError } from '../../lib/app-error.ts';
import { type ApiDocument, buildDocument } from '../openapi/build-document.ts';
import type { DocumentedRoute } from '../openapi/document-route.ts';
import { localeOf } from '../respond.ts';
import { apiReaderHeaders } from '../security-headers.ts';
import { validate } from '../validate.ts';

/** The reader's own files, served from this machine: no visitor's address goes to a CDN. */
const READER_FILES: ReadonlySet<string> = new Set([
  'swagger-ui.css',
  'swagger-ui-bundle.js',
  'favicon-32x32.png',
]);
const READER_ROOT = swaggerUiPath();
const ONE_DAY_MS = 24 * 60 * 60_000;

// The address of the page may end with a slash or not, so the page names its files from the root.
const readerPage = (locale: Locale): string => `<!doctype html>
<html lang="${locale}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Atelier API</title>
    <link rel="stylesheet" href="/api/docs/swagger-ui.css" />
    <link rel="icon" type="image/png" href="/api/docs/favicon-32x32.png" />
  </head>
  <body>
    <div id="reader"></div>
    <script src="/api/docs/swagger-ui-bundle.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>
`;

// A file of its own, because the page's policy forbids scripts in the page.
const START_SCRIPT = `SwaggerUIBundle({
  url: '/api/openapi.json?lang=' + document.documentElement.lang,
  dom_id: '#reader',
  deepLinking: true,
  validatorUrl: null,
});
`;

/** The API document and a page to read it. Mounted under /api. */
export function apiDocsRoutes(routes: readonly DocumentedRoute[]): Router {
  const router = Router();
  const documents = new Map<Locale, ApiDocument>();
  const documentIn = (locale: Locale): ApiDocument => {
    const document = documents.get(locale) ?? buildDocument(routes, locale);
    documents.set(locale, document);
    return document;
  };

  router.get(
    '/openapi.json',
    validate(query('lang').optional().isIn(['en', 'zh-CN']).withMessage('en or zh-CN')),
    (request, response) => {
      const wanted = request.query.lang;
      const locale = wanted === 'en' || wanted === 'zh-CN' ? wanted : localeOf(request);
      response.vary('Accept-Language').json(documentIn(locale));
    },
  );

  router.get('/docs', apiReaderHeaders(), (request, response) => {
    response
      .vary('Accept-Language')
      .type('html')
      .send(readerPage(localeOf(request)));
  });

  router.get('/docs/:file', (request, response) => {
    const file = String(request.params.file);
    if (file === 'start.js') {
      response.type('text/javascript').send(START_SCRIPT);
      return;
    }
    if (!READER_FILES.has(file)) throw new AppError('route_not_found');
    response.sendFile(file, { root: READER_ROOT, maxAge: ONE_DAY_MS });
  });

  return router;
}
