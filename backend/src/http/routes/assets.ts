import { MAX_FILES_PER_TASK } from '@atelier/shared/limits';
import { type RequestHandler, Router } from 'express';
import { query } from 'express-validator';
import type { AssetService } from '../../assets/asset-service.ts';
import type { LooseUploads } from '../../assets/loose-uploads.ts';
import { AppError } from '../../lib/app-error.ts';
import type { IdempotencyRecords } from '../../tasks/idempotency.ts';
import { receivedFiles, uploadDirectory } from '../receive-files.ts';
import { markReplay, meaningOfFiles, repeatableOf } from '../repeatable-request.ts';
import { actorOf } from '../require-user.ts';
import { respond } from '../respond.ts';
import { validate } from '../validate.ts';

const MAX_ID_CHARACTERS = 80;

/** A user's own files: bring pictures in before they are ordered with, and look some up by id. */
export function assetRoutes(parts: {
  assets: Pick<AssetService, 'presentOwned'>;
  looseUploads: Pick<LooseUploads, 'keep'>;
  idempotency: Pick<IdempotencyRecords, 'once'>;
  requireUser: RequestHandler;
  receiveFiles: RequestHandler;
}): Router {
  const router = Router();

  router.post('/assets', parts.requireUser, parts.receiveFiles, async (request, response) => {
    const files = receivedFiles(request);
    if (files.length === 0) throw new AppError('files_missing');
    const { userId } = actorOf(request);
    const meaning = { assets: await meaningOfFiles(request, files) };
    const { answer, isReplay } = await parts.idempotency.once<readonly string[]>(
      repeatableOf(request, userId, meaning),
      async (remember) => {
        const kept = await parts.looseUploads.keep(userId, files, uploadDirectory(request), remember);
        return kept.map(({ id }) => id);
      },
    );
    const rows = await parts.assets.presentOwned(userId, answer);
    // They were made once and are not made again under this key.
    if (rows.length < answer.length) throw new AppError('input_not_found');
    markReplay(response, isReplay);
    respond(request, response, rows, { status: 201 });
  });

  router.get(
    '/assets',
    parts.requireUser,
    validate(
      query('ids')
        .isString()
        .isLength({ min: 1, max: (MAX_ID_CHARACTERS + 1) * 2 * MAX_FILES_PER_TASK }),
    ),
    async (request, response) => {
      const ids = [...new Set(String(request.query['ids']).split(','))];
      respond(request, response, await parts.assets.presentOwned(actorOf(request).userId, ids));
    },
  );

  return router;
}
