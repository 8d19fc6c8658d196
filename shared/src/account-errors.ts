import { define, type ErrorDefinition } from './error-definition.ts';

/** Signing in, accounts and what they may do. */
export const ACCOUNT_ERRORS = {
  sign_in_required: define(401, false, 'Please sign in.', '请先登录。'),
  token_expired: define(
    401,
    true,
    'Your session has expired. Please sign in again.',
    '登录已过期，请重新登录。',
  ),
  signature_invalid: define(401, false, 'The signature is not valid.', '签名无效。'),
  token_invalid: define(401, false, 'The access token is not valid.', '访问令牌无效。'),
  credentials_wrong: define(401, false, 'E-mail address or password is wrong.', '邮箱或密码不正确。'),
  account_disabled: define(
    403,
    false,
    'This account is switched off. Please contact the operator.',
    '该账号已停用，请联系管理员。',
  ),
  account_not_found: define(
    401,
    false,
    'This account no longer exists. Please contact the operator.',
    '该账号不存在，请联系管理员。',
  ),
  service_required: define(403, false, 'Only internal services may do this.', '只有内部服务可以执行此操作。'),
  role_required: define(403, false, 'Only operators may do this.', '只有管理员可以执行此操作。'),
  registration_closed: define(
    403,
    false,
    'New accounts cannot be made here. Please ask the operator.',
    '本站未开放注册，请联系管理员。',
  ),
  email_taken: define(409, false, 'An account with this e-mail address already exists.', '该邮箱已注册。'),
  username_taken: define(409, false, 'This user name is already taken.', '该用户名已被使用。'),
  sign_in_limited: define(
    429,
    true,
    'Too many failed sign-ins. Please try again in {minutes} minutes.',
    '登录失败次数过多，请在 {minutes} 分钟后重试。',
  ),
  current_password_wrong: define(403, false, 'The current password is wrong.', '当前密码不正确。'),
  reset_link_invalid: define(
    403,
    false,
    'This link has been used, has run out or is not whole. Please ask the operator for a new one.',
    '该链接已使用、已过期或不完整，请联系管理员获取新链接。',
  ),
  operator_self: define(
    409,
    false,
    'You cannot switch off or demote yourself. Another operator can.',
    '不能停用自己的账号或取消自己的管理员身份，请由其他管理员操作。',
  ),
  operator_last: define(
    409,
    false,
    'This is the last active operator. Make another one first.',
    '这是最后一个可用的管理员账号，请先设置其他管理员。',
  ),
} as const satisfies Record<string, ErrorDefinition>;
