import {
  accountSchema,
  refreshSchema,
  registerSchema,
  sessionSchema,
  signInSchema,
} from '@atelier/shared/contracts/session';
import { z } from 'zod';
import { documentRoute } from './document-route.ts';

export const accountDocuments = [
  documentRoute({
    method: 'post',
    path: '/api/auth/register',
    name: 'register',
    tag: 'accounts',
    access: 'public',
    summary: { en: 'Make an account and sign in', 'zh-CN': '注册账号并登录' },
    details: {
      en: 'The new account starts with the credits of this installation. Browsers receive the tokens as httpOnly cookies as well.',
      'zh-CN': '新账号会获得本站设定的初始积分。浏览器还会以 httpOnly Cookie 的形式收到令牌。',
    },
    request: { body: registerSchema },
    answer: { status: 201, data: sessionSchema },
    errors: ['api_key_refused', 'registration_closed', 'email_taken', 'username_taken', 'server_busy'],
  }),
  documentRoute({
    method: 'post',
    path: '/api/auth/login',
    name: 'signIn',
    tag: 'accounts',
    access: 'public',
    summary: { en: 'Sign in', 'zh-CN': '登录' },
    request: { body: signInSchema },
    answer: { data: sessionSchema },
    errors: ['api_key_refused', 'credentials_wrong', 'account_disabled', 'sign_in_limited', 'server_busy'],
  }),
  documentRoute({
    method: 'post',
    path: '/api/auth/refresh',
    name: 'refresh',
    tag: 'accounts',
    access: 'public',
    summary: { en: 'Exchange a refresh token for new tokens', 'zh-CN': '用刷新令牌换取新令牌' },
    details: {
      en: 'The token comes from the cookie or from the body and is replaced. Using a replaced token again, more than ten seconds later, ends the whole session.',
      'zh-CN': '令牌取自 Cookie 或请求体，使用后即被替换。十秒之后再次使用旧令牌，整个会话将被终止。',
    },
    request: { body: refreshSchema },
    answer: { data: sessionSchema },
    errors: ['api_key_refused', 'sign_in_required', 'token_invalid', 'token_expired', 'account_disabled'],
  }),
  documentRoute({
    method: 'post',
    path: '/api/auth/logout',
    name: 'signOut',
    tag: 'accounts',
    access: 'public',
    summary: { en: 'Sign out', 'zh-CN': '退出登录' },
    details: {
      en: 'Ends the session of the refresh token and removes the cookies. Never fails for lack of a session.',
      'zh-CN': '终止刷新令牌所属的会话并清除 Cookie；没有会话时也会成功。',
    },
    request: { body: refreshSchema },
    answer: { data: z.null() },
    errors: ['api_key_refused'],
  }),
  documentRoute({
    method: 'get',
    path: '/api/auth/me',
    name: 'me',
    tag: 'accounts',
    access: 'session',
    summary: { en: 'The signed-in account', 'zh-CN': '当前登录的账号' },
    answer: { data: accountSchema },
    errors: ['not_found'],
  }),
];
