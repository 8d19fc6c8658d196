import { define, type ErrorDefinition } from './error-definition.ts';

/** How a task can fail after it was accepted; part of the closed list in errors.ts. */
export const TASK_FAILURES = {
  task_timed_out_pending: define(
    504,
    true,
    'Task timed out (not processed within 10 minutes).',
    '任务超时(10分钟未处理)',
  ),
  task_deadline_passed: define(
    504,
    true,
    'The task took too long and was stopped.',
    '任务处理超时，已停止。',
  ),
  task_interrupted: define(
    500,
    true,
    'The task was interrupted too often by restarts and was stopped.',
    '任务多次被重启中断，已停止。',
  ),
  task_failed_by_service: define(
    500,
    true,
    'An internal service ended this task.{detail}',
    '内部服务已结束该任务。{detail}',
  ),
  task_canceled: define(
    409,
    false,
    'The task was canceled and its credits came back.',
    '任务已取消，积分已退回。',
  ),
  no_subject_found: define(
    422,
    false,
    'No product was found in this picture. Try one with a clearer subject.',
    '未在图片中识别到商品，请换一张主体更清晰的图片。',
  ),
  picture_processing_failed: define(500, true, 'The picture could not be processed.', '图片处理失败。'),
  result_incomplete: define(
    502,
    true,
    'Fewer results came back than were ordered, so nothing was charged.',
    '返回的结果少于订单数量，未扣积分。',
  ),
  vendor_rejected: define(422, false, 'The provider refused this request.', '服务商拒绝了该请求。'),
  provider_not_testable: define(
    409,
    false,
    'This provider has no free call to try the key with.',
    '该服务商没有可用于测试密钥的免费接口。',
  ),
  provider_key_needed: define(
    409,
    false,
    'The stored key belongs to the old address. Give the key for the new one together with it.',
    '已保存的密钥属于原地址。请在修改地址的同时填写新地址的密钥。',
  ),
  inputs_not_public: define(
    503,
    false,
    'This provider fetches pictures by their address, and the files of this installation cannot be reached from the internet. Choose another model, or order without a picture.',
    '该服务商需要通过公网地址获取图片，而本系统的文件无法从公网访问。请改用其他模型，或不带图片下单。',
  ),
  provider_not_configured: define(
    503,
    true,
    'This provider has no key on this installation.',
    '本系统尚未配置该服务商的密钥。',
  ),
  vendor_content_refused: define(
    422,
    false,
    'The provider refused this because of its content rules. Change the text or the picture.',
    '服务商因内容规则拒绝了该请求，请修改文字或图片。',
  ),
  vendor_credit_exhausted: define(
    503,
    true,
    "The provider's account is out of credit. The operator has been told; try another model.",
    '服务商账户余额不足，已通知管理员，请先使用其他模型。',
  ),
  vendor_key_refused: define(
    503,
    true,
    "The provider did not accept this installation's key. The operator has been told; try another model.",
    '服务商未接受本系统的密钥，已通知管理员，请先使用其他模型。',
  ),
  relay_refused: define(
    503,
    true,
    'The service that carries orders to this provider does not take them. The operator has been told; try another model.',
    '向该服务商转交订单的中继服务拒绝了请求，已通知管理员，请先使用其他模型。',
  ),
  vendor_unavailable: define(503, true, 'The provider is not reachable right now.', '服务商暂时不可用。'),
  vendor_rate_limited: define(503, true, 'The provider is overloaded right now.', '服务商当前繁忙。'),
  vendor_outcome_unknown: define(
    502,
    true,
    'The provider did not confirm the request, so it was stopped and refunded.',
    '服务商未确认该请求，任务已停止并退款。',
  ),
  result_not_media: define(
    502,
    true,
    'The provider sent something that is not what was ordered, so nothing was charged.',
    '服务商返回的文件与所订内容不符，未扣积分。',
  ),
  vendor_generation_failed: define(
    502,
    true,
    'The provider could not finish this, so it was refunded. Trying again may help.',
    '服务商未能完成生成，积分已退回，可稍后重试。',
  ),
  vendor_model_paused: define(
    503,
    true,
    'The provider has switched this model off for now. Choose another one.',
    '服务商已暂停该模型，请选择其他模型。',
  ),
  vendor_model_refused: define(
    503,
    true,
    "The provider's account may not use this model. Choose another one; the operator can find the reason in the log.",
    '服务商账户无权使用该模型，请选择其他模型。管理员可在日志中查看原因。',
  ),
  vendor_voice_refused: define(
    422,
    false,
    "The provider's account may not use this voice. Choose another one.",
    '服务商账户的套餐不支持该声音，请选择其他声音。',
  ),
  result_not_stored: define(500, true, 'The result could not be stored safely.', '结果未能安全保存。'),

  // webhooks
  webhooks_too_many: define(
    409,
    false,
    'At most {limit} webhooks per account. Delete one that is no longer needed.',
    '每个账号最多 {limit} 个 Webhook，请先删除不再使用的。',
  ),
  webhook_url_taken: define(
    409,
    false,
    'You already have a webhook with this address.',
    '您已有一个使用该地址的 Webhook。',
  ),
  webhook_off: define(
    409,
    false,
    'This webhook is switched off. Switch it on first.',
    '该 Webhook 已停用，请先启用。',
  ),
} as const satisfies Record<string, ErrorDefinition>;
