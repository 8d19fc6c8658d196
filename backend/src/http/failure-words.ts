import type { Envelope } from '@atelier/shared/contracts/envelope';
import type { RequestHandler, Response } from 'express';
import type { AppError } from '../lib/app-error.ts';

/** What a door makes of a failure's envelope. */
export type FailureWords = (failure: Envelope<never>, error: AppError) => object;

const words = new WeakMap<Response, FailureWords>();

/** Mount first under a door whose clients expect failures in a form of their own, limits and guards included. */
export function answerFailuresAs(translate: FailureWords): RequestHandler {
  return (_request, response, next) => {
    words.set(response, translate);
    next();
  };
}

/** The failure in the words of the door it happened at. */
export function inDoorWords(response: Response, failure: Envelope<never>, error: AppError): object {
  return words.get(response)?.(failure, error) ?? failure;
}
