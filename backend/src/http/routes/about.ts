import type { About } from '@atelier/shared/contracts/about';
import { Router } from 'express';
import { respond } from '../respond.ts';

/** What the page has to know before anybody signed in. */
export function aboutRoutes(about: About): Router {
  const router = Router();
  router.get('/about', (request, response) => {
    respond<About>(request, response, about);
  });
  return router;
}
