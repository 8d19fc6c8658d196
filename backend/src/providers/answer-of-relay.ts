import { mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { HttpAnswer, HttpSilence } from './http-messages.ts';
import { readAnswerFile } from './http-transport.ts';
import { withoutKey } from './redact-key.ts';

/**
 * What a relay brought, as the transport would have answered: files in the folder, no key in it. A relay does not know
 * whether a vendor that gave no answer had heard the call.
 */
export async function answerOfRelay(
  brought: { status: number; headers: Readonly<Record<string, string>>; body: string },
  options: { directory: string; key: string | null },
): Promise<HttpAnswer | HttpSilence> {
  const { status, headers } = brought;
  if (status === 0) {
    return { kind: 'silence', mayHaveBeenHeard: true, detail: 'the vendor gave the relay no answer' };
  }
  const folder = await mkdtemp(path.join(options.directory, 'answer-'));
  const raw = path.join(folder, 'body');
  const bytes = Buffer.from(brought.body, 'base64');
  await writeFile(raw, bytes, { flag: 'wx' });
  const contentType = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const head = { status, headers, contentType, sizeBytes: bytes.length };
  return withoutKey(await readAnswerFile(raw, folder, head), options.key);
}
