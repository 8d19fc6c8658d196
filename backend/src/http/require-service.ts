import type { RequestHandler } from 'express';
import { runAsSystem } from '../lib/actor-scope.ts';
import { AppError } from '../lib/app-error.ts';
import { isSameSecret } from '../lib/same-secret.ts';
import { bearerTokenOf } from './require-user.ts';

/**
 * Lets in whoever has SERVICE_TOKEN as bearer, and nobody where none is set; users and operators are not services.
 * @throws AppError sign_in_required, service_required.
 */
export function requireService(serviceToken: string | undefined): RequestHandler {
  return (request, _response, next) => {
    const given = bearerTokenOf(request);
    if (given === undefined) throw new AppError('sign_in_required');
    if (serviceToken === undefined || !isSameSecret(given, serviceToken)) {
      throw new AppError('service_required');
    }
    runAsSystem(next);
  };
}
