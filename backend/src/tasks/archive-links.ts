import { fillText, type Locale } from '@atelier/shared/locales';
import type { LinkedResult } from '../db/task-results.ts';

/** A small text that lies beside the pictures. */
export interface ArchiveNote {
  readonly name: string;
  readonly text: string;
}

/** Results that were left with the provider, and the name of what they were made from. */
export interface LinkedSource {
  readonly source: string;
  readonly links: readonly LinkedResult[];
}

/** The same in every language, so that a program finds it. */
export const LINKS_FILE = 'links.txt';

const WORDS: Readonly<Record<Locale, { head: string; until: string; noEnd: string }>> = {
  en: {
    head: 'These results were left with the provider, as this installation is set up. They are not in this archive. Their links end when the provider ends them, so save the files soon.',
    until: 'until {time}',
    noEnd: 'the provider gives no end',
  },
  'zh-CN': {
    head: '按本站设置，以下结果保留在服务商处，不在此压缩包内。链接到期后由服务商收回，请尽快另存文件。',
    until: '有效期至 {time}',
    noEnd: '服务商未注明有效期',
  },
};

/** A text that lists the links; nothing where there are none. Times are ISO 8601 in UTC, as in the API. */
export function linksNote(sources: readonly LinkedSource[], locale: Locale): ArchiveNote[] {
  const { head, until, noEnd } = WORDS[locale];
  const blocks = sources.flatMap(({ source, links }) => {
    if (links.length === 0) return [];
    const lines = links.map(({ name, url, expiresAt }) => {
      const end = expiresAt === null ? noEnd : fillText(until, { time: expiresAt });
      return `- ${name} (${end})\n  ${url}`;
    });
    return [`${source}\n${lines.join('\n')}`];
  });
  return blocks.length === 0 ? [] : [{ name: LINKS_FILE, text: `${[head, ...blocks].join('\n\n')}\n` }];
}
