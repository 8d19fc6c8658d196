// The vendor's families tell of their work in different dialects. Here each becomes the same few facts. Nothing in a
// record is believed to be of the type it should have; what is unreadable is absent.

export type KieRecord =
  /** `progress` from 0 to 1, where the vendor has a figure. */
  | { readonly state: 'running'; readonly progress?: number }
  /** `completedAt` in milliseconds since 1970. */
  | { readonly state: 'succeeded'; readonly urls: readonly string[]; readonly completedAt?: number }
  /** The vendor's own code and words inside the record. */
  | { readonly state: 'failed'; readonly code: number | null; readonly words: string };

type Fields = Readonly<Record<string, unknown>>;

/** Unified jobs: the result is JSON inside a text; revisions since September 2026 also carry `response`. */
export function readJob(record: Fields): KieRecord {
  const { state, resultJson, response, progress, completeTime, failCode, failMsg } = record;
  if (state === 'success') {
    const urls = urlsIn(objectIn(resultJson)['resultUrls']);
    return succeeded(urls.length > 0 ? urls : urlsIn(objectIn(response)['resultUrls']), completeTime);
  }
  if (state === 'fail') return failed(failCode, failMsg);
  return running(numberIn(progress), 100);
}

/** Runway: like jobs, but one video with a cover. */
export function readRunway({ state, videoInfo, failCode, failMsg }: Fields): KieRecord {
  if (state === 'success') return succeeded(urlsIn(objectIn(videoInfo)['videoUrl']), undefined);
  if (state === 'fail') return failed(failCode, failMsg);
  return { state: 'running' };
}

const FAILED_STATUSES = ['CREATE_TASK_FAILED', 'GENERATE_FAILED'];

/** 4o: a flag and a word for the same; progress is a text from "0.00" to "1.00". */
export function readFourO(record: Fields): KieRecord {
  const { status, response, progress } = record;
  const results = objectIn(response);
  const urls = [...urlsIn(results['resultUrls']), ...urlsIn(results['result_urls'])];
  if (status === 'SUCCESS') return succeeded(urls, record['completeTime']);
  if (FAILED_STATUSES.some((each) => each === status)) return failedByFlag(record);
  return byFlag(record, urls) ?? running(numberIn(progress), 1);
}

export function readFlux(record: Fields): KieRecord {
  const urls = urlsIn(objectIn(record['response'])['resultImageUrl']);
  return byFlag(record, urls) ?? { state: 'running' };
}

/** Midjourney: each link is wrapped in an object. */
export function readMidjourney(record: Fields): KieRecord {
  const urls = urlsIn(objectIn(record['resultInfoJson'])['resultUrls']);
  return byFlag(record, urls) ?? { state: 'running' };
}

/** Veo: after an extension `fullResultUrls` holds the whole video. */
export function readVeo(record: Fields): KieRecord {
  const response = objectIn(record['response']);
  const whole = urlsIn(response['fullResultUrls']);
  const urls = whole.length > 0 ? whole : urlsIn(response['resultUrls']);
  return byFlag(record, urls) ?? { state: 'running' };
}

/** `successFlag`: 1 is done, 2 could not be begun, 3 failed later; 0 and unknown values go on. */
function byFlag(record: Fields, urls: readonly string[]): KieRecord | undefined {
  const flag = numberIn(record['successFlag']);
  if (flag === 1) return succeeded(urls, record['completeTime']);
  return flag === 2 || flag === 3 ? failedByFlag(record) : undefined;
}

const failedByFlag = ({ errorCode, errorMessage }: Fields): KieRecord => failed(errorCode, errorMessage);

function failed(code: unknown, words: unknown): KieRecord {
  const number = numberIn(code);
  // Newer revisions put words where a number stood.
  const name = number === undefined && typeof code === 'string' ? `${code} ` : '';
  return { state: 'failed', code: number ?? null, words: `${name}${typeof words === 'string' ? words : ''}` };
}

function succeeded(urls: readonly string[], completeTime: unknown): KieRecord {
  const completedAt = timeIn(completeTime);
  return { state: 'succeeded', urls, ...(completedAt !== undefined && { completedAt }) };
}

function running(figure: number | undefined, whole: number): KieRecord {
  if (figure === undefined || figure < 0) return { state: 'running' };
  return { state: 'running', progress: Math.min(0.99, figure / whole) };
}

/** An object, or the JSON text of one. */
function objectIn(value: unknown): Fields {
  const read = typeof value === 'string' ? parse(value) : value;
  return typeof read === 'object' && read !== null ? (read as Fields) : {};
}

/** Links out of an array, an array's JSON text, a bracketed text, a single link, or objects around links. */
function urlsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(urlsIn);
  if (typeof value === 'object' && value !== null && 'resultUrl' in value) return urlsIn(value.resultUrl);
  if (typeof value !== 'string') return [];
  const list = /^\s*\[(.*)\]\s*$/s.exec(value)?.[1];
  if (list === undefined) return isAddress(value) ? [value] : [];
  const read = parse(value);
  return Array.isArray(read)
    ? read.flatMap(urlsIn)
    : list
        .split(',')
        .map((each) => each.trim())
        .filter(isAddress);
}

const isAddress = (value: string): boolean => /^https?:\/\/\S+$/.test(value) && URL.canParse(value);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: there is nothing to read in it.
    return undefined;
  }
}

function numberIn(value: unknown): number | undefined {
  const isNumeric =
    typeof value === 'number' || (typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value));
  const number = isNumeric ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** The last moment that JavaScript's dates know. */
const LAST_TIME_MS = 8.64e15;

/**
 * Milliseconds since 1970, ISO 8601, or "2026-01-31 09:00:00" without a zone. The last is read as Chinese time, the
 * earliest it can mean.
 */
function timeIn(value: unknown): number | undefined {
  const number = numberIn(value);
  const text = typeof value === 'string' ? value : '';
  const time = number ?? Date.parse(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? `${text}+08:00` : text);
  return Number.isFinite(time) && Math.abs(time) <= LAST_TIME_MS ? time : undefined;
}
