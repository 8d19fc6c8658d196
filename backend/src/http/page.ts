import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { Router } from 'express';

const PAGE_FOLDER = fileURLToPath(new URL('../../../frontend/dist/', import.meta.url));
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Pages whose address ends in a name with dots in it, such as a model's `…-v2.5`. */
const DOTTED_PAGES = /^\/generate\/[^/]+$/;

/** A missing script or picture must not be answered with the document. */
const isFile = (address: string): boolean => path.extname(address) !== '' && !DOTTED_PAGES.test(address);

/**
 * The built page. Files with a hash in their name never change; the document itself is asked for anew each time and
 * answers every address of the page, because the page routes by itself.
 */
export function servePage(folder: string = PAGE_FOLDER): Router {
  const router = Router();
  const document = path.join(folder, 'index.html');
  router.use(
    '/assets',
    express.static(path.join(folder, 'assets'), { immutable: true, maxAge: YEAR_SECONDS * 1000 }),
  );
  router.use(express.static(folder, { index: false, maxAge: 0, dotfiles: 'ignore' }));
  router.get('/{*path}', (request, response, next) => {
    const wantsPage = request.accepts(['html', 'json']) === 'html';
    if (!wantsPage || isFile(request.path) || !existsSync(document)) return next();
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile(document);
  });
  return router;
}
