import { ACCOUNT_ERRORS } from './account-errors.ts';
import { define, type ErrorDefinition } from './error-definition.ts';
import { TASK_FAILURES } from './task-failures.ts';

export type { ErrorDefinition };

/**
 * The closed list of error codes. Codes are part of the public API: they may be added to, never renamed.
 * Only this table decides status and text.
 */
export const ERRORS = {
  // requests
  request_invalid: define(400, false, 'The request is not valid: {detail}', '请求无效：{detail}'),
  json_invalid: define(400, false, 'The body is not valid JSON.', '请求内容不是有效的 JSON。'),
  parameters_not_json: define(
    400,
    false,
    'The field "parameters" is not valid JSON.',
    '字段 "parameters" 不是有效的 JSON。',
  ),
  parameters_invalid: define(
    400,
    false,
    'These settings do not fit the recipe: {detail}',
    '参数不符合此配方：{detail}',
  ),
  multipart_malformed: define(
    400,
    false,
    'The upload arrived damaged. Please send it again.',
    '上传的数据不完整，请重新上传。',
  ),
  body_too_large: define(413, false, 'The request is too large.', '请求内容过大。'),
  route_not_found: define(404, false, 'There is nothing at this address.', '该地址不存在。'),
  not_found: define(404, false, 'This was not found, or it is not yours.', '未找到该内容，或它不属于您。'),
  method_not_allowed: define(
    405,
    false,
    'This address does not accept that method.',
    '该地址不支持此请求方法。',
  ),
  origin_refused: define(
    403,
    false,
    'This request came from another site and was refused.',
    '该请求来自其他网站，已被拒绝。',
  ),
  rate_limited: define(
    429,
    true,
    'Too many requests. Please try again in {seconds} seconds.',
    '请求过于频繁，请在 {seconds} 秒后重试。',
  ),
  streams_too_many: define(
    429,
    true,
    'At most {limit} live connections may be open per account. Please close other tabs.',
    '每个账号最多可同时打开 {limit} 个实时连接，请关闭其他标签页。',
  ),
  server_busy: define(
    503,
    true,
    'The server is busy. Please try again in a moment.',
    '服务器繁忙，请稍后重试。',
  ),
  storage_full: define(
    507,
    true,
    'The server has no storage space left. Nothing was charged; please tell the operator.',
    '服务器存储空间不足，未扣积分，请联系管理员。',
  ),
  storage_failed: define(
    503,
    true,
    'The storage did not answer. Nothing was charged; please try again.',
    '存储服务没有响应，未扣积分，请重试。',
  ),
  internal_error: define(
    500,
    true,
    'Something went wrong on our side. Quote request {requestId} if it happens again.',
    '服务器内部出错。若再次出现，请提供请求编号 {requestId}。',
  ),

  ...ACCOUNT_ERRORS,

  // memberships
  membership_required: define(
    403,
    false,
    'This is for members. Please ask the operator for a membership.',
    '此功能仅限会员使用，请联系管理员开通会员。',
  ),
  membership_running: define(
    409,
    false,
    'This account already has a membership in that time. Renew it instead.',
    '该账号在此期间已有会员，请直接续期。',
  ),
  membership_ended: define(
    409,
    false,
    'This membership has ended. Give a new one instead.',
    '该会员已到期，请重新开通。',
  ),

  // API keys
  api_key_required: define(
    401,
    false,
    'This address needs an API key, as a bearer token or in the header X-API-Key.',
    '访问该地址需要 API 密钥，请以 Bearer 令牌或 X-API-Key 请求头提供。',
  ),
  api_key_malformed: define(
    401,
    false,
    'This is not a complete API key. Please check that it was copied whole.',
    'API 密钥不完整，请检查是否完整复制。',
  ),
  api_key_invalid: define(401, false, 'There is no such API key.', 'API 密钥无效。'),
  api_key_expired: define(401, false, 'This API key has expired.', '该 API 密钥已过期。'),
  api_key_revoked: define(401, false, 'This API key was revoked.', '该 API 密钥已被吊销。'),
  api_key_refused: define(
    403,
    false,
    'This cannot be done with an API key. Please sign in.',
    '无法使用 API 密钥执行此操作，请登录后再试。',
  ),
  api_key_scope_missing: define(
    403,
    false,
    'This API key lacks the scope "{scope}".',
    '该 API 密钥没有 “{scope}” 权限。',
  ),
  api_key_rate_limited: define(
    429,
    true,
    'This API key may send {limit} requests per minute. Please try again in {seconds} seconds.',
    '该 API 密钥每分钟最多发送 {limit} 个请求，请在 {seconds} 秒后重试。',
  ),
  api_key_credits_limited: define(
    402,
    false,
    'This API key may spend {limit} credits per calendar month: {used} are used and {required} more are needed.',
    '该 API 密钥每个自然月最多使用 {limit} 积分：已使用 {used}，本次还需要 {required}。',
  ),
  api_key_not_changeable: define(
    409,
    false,
    'A revoked API key can no longer be changed.',
    '已吊销的 API 密钥不能再修改。',
  ),
  api_keys_too_many: define(
    409,
    false,
    'An account can have {limit} API keys. Please revoke one first.',
    '每个账号最多 {limit} 个 API 密钥，请先吊销一个。',
  ),

  // uploads
  input_not_found: define(
    404,
    false,
    'A picture of this order is no longer here, or it is not yours. Please upload it again.',
    '所用的图片已不存在，或不属于您，请重新上传。',
  ),
  files_missing: define(400, false, 'Please add at least one picture.', '请至少上传一张图片。'),
  files_too_many: define(
    400,
    false,
    'At most {limit} pictures fit into one task.',
    '每个任务最多上传 {limit} 张图片。',
  ),
  file_too_large: define(413, false, '"{name}" is larger than {limitMb} MB.', '“{name}” 超过 {limitMb} MB。'),
  file_empty: define(400, false, '"{name}" is empty.', '“{name}” 是空文件。'),
  file_type_unsupported: define(
    415,
    false,
    '"{name}" is not a JPEG, PNG or WebP picture ({detected}). Please convert it first.',
    '“{name}” 不是 JPEG、PNG 或 WebP 图片（{detected}），请先转换格式。',
  ),
  file_damaged: define(
    422,
    false,
    '"{name}" is damaged or incomplete and cannot be opened.',
    '“{name}” 已损坏或不完整，无法打开。',
  ),
  picture_too_many_pixels: define(
    422,
    false,
    '"{name}" has more than {limitMegapixels} megapixels.',
    '“{name}” 超过 {limitMegapixels} 百万像素。',
  ),
  picture_too_small: define(
    422,
    false,
    '"{name}" is too small; each side needs at least {limitPixels} pixels.',
    '“{name}” 太小，每边至少需要 {limitPixels} 像素。',
  ),
  picture_too_narrow: define(
    422,
    false,
    '"{name}" is too long and narrow for this model; the longer side may be at most {ratio} times the shorter one.',
    '“{name}” 对该模型来说过于狭长，长边最多为短边的 {ratio} 倍。',
  ),
  mask_size_differs: define(
    422,
    false,
    'The mask "{name}" must be as large as the first picture, {width} × {height} pixels.',
    '蒙版“{name}”须与第一张图同尺寸，即 {width} × {height} 像素。',
  ),
  picture_animated: define(
    422,
    false,
    '"{name}" is animated. Please upload a still picture.',
    '“{name}” 是动态图片，请上传静态图片。',
  ),
  asset_in_use: define(
    409,
    false,
    'This picture is still used by a running task.',
    '该图片正被进行中的任务使用。',
  ),

  // tasks and catalogue
  task_type_unknown: define(
    400,
    false,
    'There is no recipe named "{taskType}".',
    '没有名为 “{taskType}” 的配方。',
  ),
  model_unknown: define(400, false, 'There is no model named "{model}".', '没有名为 “{model}” 的模型。'),
  model_retired: define(
    410,
    false,
    'The model "{model}" has been retired. Its successor: {successor}',
    '模型 “{model}” 已下线，可改用：{successor}',
  ),
  model_not_available: define(
    409,
    true,
    'The model "{model}" is not available right now. Choose another one.',
    '模型 “{model}” 暂不可用，请选择其他模型。',
  ),
  model_unavailable: define(
    409,
    true,
    'No model is available for this recipe right now.',
    '此配方暂时没有可用的模型。',
  ),
  price_changed: define(
    409,
    true,
    'The price in credits is now {price}. Please confirm it.',
    '价格已变为 {price} 积分，请重新确认。',
  ),
  credits_insufficient: define(
    402,
    false,
    'Not enough credits: {required} needed, {available} available.',
    '需要 {required} 积分，当前只有 {available} 积分。',
  ),
  idempotency_key_reused: define(
    409,
    false,
    'This Idempotency-Key was already used for a different request.',
    '该 Idempotency-Key 已用于另一个不同的请求。',
  ),
  idempotency_key_required: define(
    400,
    false,
    'This needs an Idempotency-Key header, so that a repeat changes nothing.',
    '该请求必须带 Idempotency-Key，以免重复执行。',
  ),
  idempotency_key_invalid: define(
    400,
    false,
    'The Idempotency-Key must have 1 to 200 visible ASCII characters.',
    'Idempotency-Key 须为 1 至 200 个可见 ASCII 字符。',
  ),
  task_not_continuable: define(
    409,
    false,
    'This model cannot go on with that task. Choose a finished one of a fitting model.',
    '该模型无法继续此任务，请选择由适用模型完成的任务。',
  ),
  task_not_retryable: define(409, false, 'Only failed tasks can be tried again.', '只能重试失败的任务。'),
  task_retries_exhausted: define(
    409,
    false,
    'This task was already tried again {limit} times.',
    '该任务已重试 {limit} 次，达到上限。',
  ),
  task_not_cancelable: define(409, false, 'This task has already ended.', '该任务已结束。'),
  task_status_refused: define(
    409,
    false,
    'This task is {status}; it cannot become {wanted}.',
    '该任务当前状态为 {status}，不能改为 {wanted}。',
  ),
  task_deleted: define(
    410,
    false,
    'The task that this Idempotency-Key made was deleted. Use a new key to order again.',
    '此 Idempotency-Key 对应的任务已被删除，如需重新下单请使用新的键。',
  ),
  task_not_ended: define(
    409,
    false,
    'This task is still running. Cancel it first.',
    '该任务仍在进行，请先取消。',
  ),
  task_has_no_results: define(
    409,
    false,
    'This task has no results to download.',
    '该任务没有可下载的结果。',
  ),
  batch_closed: define(
    409,
    false,
    'This batch is closed and takes no more pictures.',
    '该批次已关闭，不再接收图片。',
  ),
  batch_cap_reached: define(
    402,
    false,
    'The limit of {limit} credits agreed for this batch leaves {left}; {required} needed.',
    '该批次约定上限为 {limit} 积分，剩余 {left}，还需 {required}。',
  ),
  batch_picture_differs: define(
    409,
    false,
    'Place {position} of this batch already has another picture.',
    '该批次的第 {position} 个位置已有另一张图片。',
  ),
  batch_not_ended: define(
    409,
    false,
    'Tasks of this batch are still running. Cancel them first.',
    '该批次仍有进行中的任务，请先取消。',
  ),

  ...TASK_FAILURES,

  // links and outgoing requests
  link_expired: define(
    403,
    true,
    'This link has expired. Reload the page for a new one.',
    '链接已过期，请刷新页面获取新链接。',
  ),
  link_invalid: define(403, false, 'This link is not valid.', '链接无效。'),
  url_refused: define(400, false, 'This address may not be fetched: {reason}', '不允许访问该地址：{reason}'),
  url_fetch_failed: define(
    502,
    true,
    'The address could not be fetched: {reason}',
    '无法获取该地址的内容：{reason}',
  ),
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof ERRORS;

export function isErrorCode(value: string): value is ErrorCode {
  return Object.hasOwn(ERRORS, value);
}
