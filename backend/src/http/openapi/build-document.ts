import {
  apiKeyDaySchema,
  apiKeySchema,
  apiKeyUsageSchema,
  createdApiKeySchema,
} from '@atelier/shared/contracts/api-key';
import { assetSchema } from '@atelier/shared/contracts/asset';
import { quoteSchema } from '@atelier/shared/contracts/catalogue';
import { creditsSchema, ledgerEntrySchema, receiptSchema } from '@atelier/shared/contracts/credit';
import { fieldProblemSchema, paginationSchema } from '@atelier/shared/contracts/envelope';
import { externalTaskSchema } from '@atelier/shared/contracts/external';
import { accountSchema, sessionSchema } from '@atelier/shared/contracts/session';
import { parametersSchema, taskSchema, taskStatusSchema } from '@atelier/shared/contracts/task';
import {
  webhookDeliverySchema,
  webhookPayloadSchema,
  webhookSchema,
} from '@atelier/shared/contracts/webhook';
import { ERRORS } from '@atelier/shared/errors';
import type { Locale, LocalizedText } from '@atelier/shared/locales';
import { z } from 'zod';
import {
  createDocument,
  type ZodOpenApiContentObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { ACCESS_COOKIE } from '../cookies.ts';
import { catalogueModelSchema, catalogueTaskTypeSchema, localizedTextSchema } from './catalogue.ts';
import {
  type DocumentedRoute,
  keyScopeFor,
  type RouteAccess,
  type RouteAnswer,
  type RouteRequest,
} from './document-route.ts';
import { creditsEventSchema, taskEventSchema } from './events.ts';
import { TAG_TEXTS } from './tag-texts.ts';
import { webhookMessageOf } from './webhook-message.ts';

/** Schemas that get a name of their own in the document; everything else is written out in place. */
const NAMED_SCHEMAS = {
  Account: accountSchema,
  ApiKey: apiKeySchema,
  ApiKeyDay: apiKeyDaySchema,
  ApiKeyUsage: apiKeyUsageSchema,
  Asset: assetSchema,
  CatalogueModel: catalogueModelSchema,
  CatalogueTaskType: catalogueTaskTypeSchema,
  CreatedApiKey: createdApiKeySchema,
  Credits: creditsSchema,
  CreditsEvent: creditsEventSchema,
  ExternalTask: externalTaskSchema,
  FieldProblem: fieldProblemSchema,
  JsonValue: parametersSchema.valueType,
  LedgerEntry: ledgerEntrySchema,
  LocalizedText: localizedTextSchema,
  Pagination: paginationSchema,
  Quote: quoteSchema,
  Receipt: receiptSchema,
  Session: sessionSchema,
  Task: taskSchema,
  TaskEvent: taskEventSchema,
  TaskStatus: taskStatusSchema,
  Webhook: webhookSchema,
  WebhookDelivery: webhookDeliverySchema,
  WebhookPayload: webhookPayloadSchema,
};
// The registry of names belongs to zod; only this file writes to it.
for (const [id, schema] of Object.entries(NAMED_SCHEMAS)) z.globalRegistry.add(schema, { id });

const INTRODUCTION: LocalizedText = {
  en: 'Every JSON answer has the same frame: `success`, `data`, `message` in your language, and for errors a stable `code`; `/errors` says what each means. Sign in with a bearer token or, in the browser, with the httpOnly cookie. Programs send an API key as `Authorization: Bearer atl_…` or as `X-API-Key: atl_…`; its scope `read` opens what GET shows, `create` opens the POST routes that list it.',
  'zh-CN':
    '所有 JSON 响应都使用同一外层结构：`success`、`data`、按您的语言给出的 `message`，出错时还有固定的 `code`，含义见 `/errors`。可使用 Bearer 令牌登录；浏览器中使用 httpOnly Cookie。程序可通过 `Authorization: Bearer atl_…` 或 `X-API-Key: atl_…` 发送 API 密钥：`read` 权限可调用 GET 接口，`create` 权限可调用注明该权限的 POST 接口。',
};

type Security = Array<Record<string, string[]>>;

const SESSION: Security = [{ bearer: [] }, { cookie: [] }];
const SECURITY: Readonly<Record<RouteAccess, Security>> = {
  public: [],
  link: [],
  user: SESSION,
  key: [],
  session: SESSION,
  operator: SESSION,
  service: [{ serviceToken: [] }],
  metrics: [{ metricsToken: [] }, {}],
};

/** Any one of these lets a caller in. Behind a key stands the scope it needs (OpenAPI 3.1, Security Requirement Object). */
function securityOf({ access, method }: DocumentedRoute): Security {
  const scope = keyScopeFor(access, method);
  return scope === null
    ? SECURITY[access]
    : [...SECURITY[access], { apiKeyBearer: [scope] }, { apiKey: [scope] }];
}

export type ApiDocument = ReturnType<typeof createDocument>;

/** Writes the OpenAPI 3.1 document of the given routes in one language, from the schemas that check requests. */
export function buildDocument(routes: readonly DocumentedRoute[], locale: Locale): ApiDocument {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route, locale) };
  }
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Atelier',
      version: '1',
      description: INTRODUCTION[locale],
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    webhooks: { message: { post: webhookMessageOf(locale) } },
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({
      name,
      description: TAG_TEXTS[name][locale],
    })),
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        cookie: { type: 'apiKey', in: 'cookie', name: ACCESS_COOKIE },
        apiKeyBearer: { type: 'http', scheme: 'bearer', bearerFormat: 'atl_…' },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        metricsToken: { type: 'http', scheme: 'bearer' },
        serviceToken: { type: 'http', scheme: 'bearer' },
      },
    },
  });
}

function operationOf(route: DocumentedRoute, locale: Locale): ZodOpenApiOperationObject {
  const { request = {} } = route;
  const content = requestContent(request);
  return {
    operationId: route.name,
    tags: [route.tag],
    summary: route.summary[locale],
    ...(route.details && { description: route.details[locale] }),
    security: securityOf(route),
    requestParams: {
      ...(request.path && { path: request.path }),
      ...(request.query && { query: request.query }),
      ...(request.headers && { header: request.headers }),
    },
    ...(content && { requestBody: { required: true, content } }),
    responses: { ...successOf(route.answer, locale), ...failuresOf(route, locale) },
  };
}

function requestContent({ body, form, bytes }: RouteRequest): ZodOpenApiContentObject | undefined {
  if (!body && !form && !bytes) return undefined;
  return {
    ...(form && { 'multipart/form-data': { schema: form } }),
    ...(body && { 'application/json': { schema: body } }),
    ...(bytes && { '*/*': { schema: z.file() } }),
  };
}

function successOf(answer: RouteAnswer, locale: Locale): ZodOpenApiResponsesObject {
  const description = { en: 'Success', 'zh-CN': '成功' }[locale];
  if ('empty' in answer) return { 200: { description } };
  if ('contentType' in answer) {
    const { contentType, schema, eventSchema, isMaybeEmpty } = answer;
    const events = eventSchema && { 'text/event-stream': { schema: eventSchema } };
    const noted = { description: { en: 'Noted', 'zh-CN': '已接收' }[locale] };
    const content = { [contentType]: { schema }, ...events };
    return { 200: { description, content }, ...(isMaybeEmpty && { 202: noted }) };
  }
  const schema = z.object({
    success: z.literal(true),
    data: answer.data,
    message: z.string(),
    ...(answer.isPaged && { pagination: paginationSchema }),
  });
  return {
    [`${answer.status ?? 200}` as const]: { description, content: { 'application/json': { schema } } },
  };
}

/** One response per status; its description lists the codes with their texts. */
function failuresOf(
  { allErrors: codes, failureFields = {}, failureForm }: DocumentedRoute,
  locale: Locale,
): ZodOpenApiResponsesObject {
  const responses: ZodOpenApiResponsesObject = {};
  const byStatus = Map.groupBy(codes, (code) => failureForm?.statusOf(code) ?? ERRORS[code].status);
  for (const [status, group] of [...byStatus].sort(([a], [b]) => a - b)) {
    const [first, ...others] = group;
    if (first === undefined) continue;
    const envelope = z.object({
      success: z.literal(false),
      data: z.null(),
      message: z.string(),
      code: z.enum(group),
      errors: z.array(fieldProblemSchema).optional(),
      details: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
      ...failureFields,
    });
    responses[`${status}` as `4${string}`] = {
      description: group.map((code) => `\`${code}\`: ${ERRORS[code].text[locale]}`).join('\n\n'),
      content: { 'application/json': { schema: failureForm?.schemaOf([first, ...others]) ?? envelope } },
    };
  }
  return responses;
}
