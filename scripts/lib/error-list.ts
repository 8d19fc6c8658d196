import { openAiError, openAiStatusOf } from '@atelier/backend/http/doors/openai-failures';
import { taskApiCodeOf } from '@atelier/backend/http/doors/task-api-words';
import { DOCUMENTED_ROUTES } from '@atelier/backend/http/openapi/documented-routes';
import { AppError } from '@atelier/backend/lib/app-error';
import {
  CHARGE_SENTENCES,
  CHARGE_WORDS,
  ERROR_CHAPTERS,
  ERROR_DICTIONARY,
  FAULT_WORDS,
} from '@atelier/shared/error-dictionary/dictionary';
import { ERRORS, type ErrorCode, isErrorCode } from '@atelier/shared/errors';
import type { Locale } from '@atelier/shared/locales';

/** How doors with words of their own tell a code; each is there where the code can occur at that door. */
export interface DoorWords {
  /** Under /v1, in OpenAI's form. */
  readonly openAi?: { readonly status: number; readonly type: string; readonly code: string };
  /** The number at /api/task. */
  readonly taskApi?: number;
}

const WORDS = {
  title: { en: 'Errors', 'zh-CN': '错误代码' },
  intro: {
    en: `Made by \`pnpm docs:errors\` from \`shared/src/errors.ts\` and \`shared/src/error-dictionary/\`; do not edit. 中文版：[errors.zh-CN.md](errors.zh-CN.md).
A running server shows the same, searchable, at \`/errors\`; \`/errors#code\` leads to one.

Every failure carries a stable \`code\`, a \`message\` in the language of Accept-Language and, in \`details\`, the figures
that stand in braces here. At \`/api/external\` the code is written in capitals, at \`/api/task\` it is a number, and at \`/v1\`
failures have OpenAI's form; the last two are given below where a code can occur there.`,
    'zh-CN': `本页由 \`pnpm docs:errors\` 根据 \`shared/src/errors.ts\` 和 \`shared/src/error-dictionary/\` 生成，请勿手工修改。English: [errors.md](errors.md)。
运行中的服务器在 \`/errors\` 提供可搜索的同一内容；\`/errors#代码\` 可直达某一条。

每个错误都有固定的 \`code\`、按 Accept-Language 给出的 \`message\`，花括号中的数值在 \`details\` 中给出。
\`/api/external\` 的代码为大写，\`/api/task\` 的代码为数字，\`/v1\` 的错误采用 OpenAI 的格式；后两者的写法在可能出现的代码下注明。`,
  },
  fault: { en: 'Whose fault', 'zh-CN': '责任方' },
  charge: { en: 'Charged', 'zh-CN': '是否收费' },
  repeat: { en: 'The same request may succeed later', 'zh-CN': '稍后用同样的请求可能成功' },
  yes: { en: 'yes', 'zh-CN': '是' },
  no: { en: 'no', 'zh-CN': '否' },
  happened: { en: 'What happened', 'zh-CN': '发生了什么' },
  remedy: { en: 'What to do', 'zh-CN': '怎么办' },
  openAi: { en: 'At /v1', 'zh-CN': '/v1 接口' },
  taskApi: { en: 'At /api/task', 'zh-CN': '/api/task 接口' },
  colon: { en: ': ', 'zh-CN': '：' },
  stop: { en: '. ', 'zh-CN': '。' },
} as const;

/** Codes the routes below an address may fail with. */
const codesUnder = (address: string): ReadonlySet<ErrorCode> =>
  new Set(
    DOCUMENTED_ROUTES.filter(({ path }) => path.startsWith(address)).flatMap((route) => route.allErrors),
  );

/** What doors with words of their own make of the codes that can occur there. */
export function doorWords(): ReadonlyMap<ErrorCode, DoorWords> {
  const [openAi, taskApi] = [codesUnder('/v1/'), codesUnder('/api/task/')];
  const codes = [...new Set([...openAi, ...taskApi])].toSorted();
  return new Map(
    codes.map((code) => [
      code,
      {
        ...(openAi.has(code) && { openAi: openAiForm(code) }),
        ...(taskApi.has(code) && { taskApi: taskApiCodeOf(code) }),
      },
    ]),
  );
}

function openAiForm(code: ErrorCode): NonNullable<DoorWords['openAi']> {
  const { type, code: name } = openAiError(new AppError(code), '');
  return { status: openAiStatusOf(code), type, code: name ?? code };
}

/** The text of docs/errors.md or, in Chinese, docs/errors.zh-CN.md. */
export function errorList(locale: Locale): string {
  const doors = doorWords();
  const chapters = ERROR_CHAPTERS.map(({ title, explanations }) => {
    const sections = Object.keys(explanations)
      .filter(isErrorCode)
      .map((code) => sectionOf(code, locale, doors.get(code) ?? {}));
    return `## ${title[locale]}\n\n${sections.join('\n')}`;
  });
  return `# ${WORDS.title[locale]}\n\n${WORDS.intro[locale]}\n\n${chapters.join('\n')}`;
}

function sectionOf(code: ErrorCode, locale: Locale, { openAi, taskApi }: DoorWords): string {
  const { status, retryable, text } = ERRORS[code];
  const { fault, charge, happened, remedy } = ERROR_DICTIONARY[code];
  const say = (word: keyof typeof WORDS): string => WORDS[word][locale];
  const line = (name: keyof typeof WORDS, value: string): string => `- ${say(name)}${say('colon')}${value}\n`;
  return [
    `### \`${code}\`\n\n`,
    `HTTP ${status}${say('colon')}${text[locale]}\n\n`,
    line('happened', happened[locale]),
    line('fault', FAULT_WORDS[fault][locale]),
    line('charge', `${CHARGE_WORDS[charge][locale]}${say('stop')}${CHARGE_SENTENCES[charge][locale]}`),
    line('remedy', remedy[locale]),
    line('repeat', say(retryable ? 'yes' : 'no')),
    openAi === undefined ? '' : line('openAi', `${openAi.status}, \`${openAi.type}\`, \`${openAi.code}\``),
    taskApi === undefined ? '' : line('taskApi', `${taskApi}`),
  ].join('');
}

/** The text of shared/src/generated/door-errors.ts: the page may not look into the server. */
function doorWordsModule(): string {
  const lines = [...doorWords()].map(([code, words]) => `  ${code}: ${JSON.stringify(words)},\n`);
  return `// Made by \`pnpm docs:errors\`; do not edit.
import type { ErrorCode } from '../errors.ts';

/** How doors with words of their own tell a code; each is there where the code can occur at that door. */
export interface DoorErrors {
  /** Under /v1, in OpenAI's form. */
  readonly openAi?: { readonly status: number; readonly type: string; readonly code: string };
  /** The number at /api/task. */
  readonly taskApi?: number;
}

export const DOOR_ERRORS: Readonly<Partial<Record<ErrorCode, DoorErrors>>> = {
${lines.join('')}};
`;
}

/** Every file made from the dictionary: path in the repository and text. */
export const errorFiles = (): ReadonlyMap<string, string> =>
  new Map([
    ['docs/errors.md', errorList('en')],
    ['docs/errors.zh-CN.md', errorList('zh-CN')],
    ['shared/src/generated/door-errors.ts', doorWordsModule()],
  ]);
