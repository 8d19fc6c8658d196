import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERRORS } from '@atelier/shared/errors';
import { describe, expect, it } from 'vitest';
import { doorWords, errorFiles, errorList } from './error-list.ts';
import { ROOT } from './paths.ts';

describe('the dictionary of errors', () => {
  it.each([...errorFiles()])('%s is what the tables say; `pnpm docs:errors` writes it anew', (path, text) => {
    expect(readFileSync(join(ROOT, path), 'utf8')).toBe(text);
  });

  it.each(['en', 'zh-CN'] as const)('names every code of the closed list once, in %s', (locale) => {
    const headings = [...errorList(locale).matchAll(/^### `(\w+)`$/gm)].map((match) => match[1]);
    expect(headings.toSorted()).toEqual(Object.keys(ERRORS).toSorted());
  });

  it('tells what other doors make of a code, and only of codes they can answer with', () => {
    const words = doorWords();
    expect(words.get('credits_insufficient')).toEqual({
      openAi: { status: 429, type: 'insufficient_quota', code: 'insufficient_quota' },
      taskApi: 1003,
    });
    expect(words.get('vendor_content_refused')?.openAi?.type).toBe('image_generation_user_error');
    expect(words.get('membership_required')?.taskApi).toBe(1002);
    expect(words.get('not_found')?.taskApi).toBe(4004);
    expect(words.has('webhook_off')).toBe(false);
    expect(words.has('batch_closed')).toBe(false);
  });
});
