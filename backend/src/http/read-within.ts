import type { Request, RequestHandler, Response } from 'express';

/** Reads a body with `express.raw`; undefined when there is more than its bound, and then no more than that was read. */
export function readWithin(
  readBytes: RequestHandler,
  request: Request,
  response: Response,
): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    void readBytes(request, response, (error?: unknown) => {
      if (error === undefined) return resolve(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
      const isTooLarge = Object(error).type === 'entity.too.large';
      return isTooLarge ? resolve(undefined) : reject(error);
    });
  });
}
