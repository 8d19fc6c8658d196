import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { ApiDescription, Operation } from './api-document.ts';

/** What came back. */
export interface FuzzAnswer {
  readonly status: number;
  readonly contentType: string;
  /** Undefined when it was not read to its end, such as a stream. */
  readonly text: string | undefined;
}

/** What is missing on the installation or went wrong at somebody else's server; everything else from 500 on is a fault of ours. */
const HONEST_TROUBLE =
  /^(model_not_available|model_unavailable|provider_not_configured|url_fetch_failed|vendor_\w+)$/;

/** Compares answers with what the document says about them. */
export class AnswerChecker {
  readonly #ajv: Ajv2020;

  constructor({ document }: ApiDescription) {
    this.#ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(this.#ajv);
    this.#ajv.addFormat('base64', /^[A-Za-z0-9+/]*={0,2}$/);
    this.#ajv.addSchema(document, 'api');
  }

  /** What is wrong with an answer; undefined for a good one. */
  problemOf(operation: Operation, { status, contentType, text }: FuzzAnswer): string | undefined {
    const documented = operation.responses[status];
    if (!documented) return `status ${status} is not documented: ${text?.slice(0, 300)}`;
    const [type = ''] = contentType.split(';');
    const content = documented.content ?? {};
    const described = Object.keys(content);
    if (described.length === 0) return undefined;
    const fits = (each: string) =>
      new RegExp(`^${each.replaceAll('*', '.*').replace('+', '\\+')}$`).test(type);
    if (!described.some(fits) && !described.includes('application/octet-stream'))
      return `${status} came as ${type || 'nothing'} instead of ${described.join(' or ')}`;
    if (type !== 'application/json' || text === undefined) return undefined;
    return this.#problemOfJson(operation, status, text);
  }

  #problemOfJson({ pointer }: Operation, status: number, text: string): string | undefined {
    let body: { code?: string; error?: { code?: string } };
    try {
      body = JSON.parse(text);
    } catch (error) {
      return `${status} is not JSON: ${String(error)}`;
    }
    const code = body.code ?? body.error?.code ?? '';
    if (status >= 500 && !HONEST_TROUBLE.test(code)) return `${status} ${code}: ${text.slice(0, 300)}`;
    const reference = `api${pointer}/responses/${status}/content/application~1json/schema`;
    const check = this.#ajv.getSchema(encodeURI(reference)) ?? this.#ajv.getSchema(reference);
    if (!check) throw new Error(`the document has no schema at ${reference}`);
    if (check(body)) return undefined;
    const [first] = check.errors ?? [];
    return `${status} does not fit its schema: ${first?.instancePath} ${first?.message} ${JSON.stringify(first?.params)}`;
  }
}
