import { randomUUID } from 'node:crypto';
import { type Response, Router } from 'express';

/** A result as a vendor made it. */
export interface EmulatedFile {
  readonly bytes: Buffer;
  readonly contentType: string;
  /** With the ending that fits the type. */
  readonly name: string;
  /** Of pictures; null for sound. */
  readonly width: number | null;
  readonly height: number | null;
  /** Of video and sound; null for pictures. */
  readonly seconds: number | null;
}

interface Shelved {
  readonly file: EmulatedFile;
  readonly expiresAt: number;
}

/** Older ones go first; a day of trying things out must not fill the memory. */
const MAX_FILES = 1000;

/** Files behind links that end, as vendors hand them out. */
export class FileShelf {
  readonly #files = new Map<string, Shelved>();
  readonly #origin: () => string;

  constructor(origin: () => string) {
    this.#origin = origin;
  }

  /** Returns the link. A life of 0 or less gives a link that has ended already. */
  add(file: EmulatedFile, lifeMs: number): string {
    const id = randomUUID();
    this.#files.set(id, { file, expiresAt: Date.now() + lifeMs });
    for (const oldest of this.#files.keys()) {
      if (this.#files.size <= MAX_FILES) break;
      this.#files.delete(oldest);
    }
    return `${this.#origin()}/files/${id}/${encodeURIComponent(file.name)}`;
  }

  /** The file behind one of our own links; undefined for others and ended ones. */
  find(link: string): EmulatedFile | undefined {
    const id = /\/files\/([0-9a-f-]{36})\//.exec(link)?.[1] ?? '';
    const shelved = this.#files.get(id);
    return shelved && shelved.expiresAt > Date.now() ? shelved.file : undefined;
  }

  routes(): Router {
    const router = Router();
    router.get('/files/:id/:name', (request, response: Response) => {
      const file = this.find(request.originalUrl);
      if (!file) {
        response.status(404).type('text/plain').send('this link has ended');
        return;
      }
      response.type(file.contentType).setHeader('x-emulated', 'true').send(file.bytes);
    });
    return router;
  }

  clear(): void {
    this.#files.clear();
  }
}
