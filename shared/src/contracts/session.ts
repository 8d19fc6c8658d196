import { z } from 'zod';
import {
  MAX_EMAIL_CHARACTERS,
  MAX_PASSWORD_CHARACTERS,
  MAX_USERNAME_CHARACTERS,
  MIN_PASSWORD_CHARACTERS,
  MIN_USERNAME_CHARACTERS,
} from '../limits.ts';
import { ROLES } from '../roles.ts';
import { membershipSchema } from './membership.ts';

export const emailSchema = z
  .string()
  .trim()
  .max(MAX_EMAIL_CHARACTERS)
  .transform((value) => value.toLowerCase())
  .pipe(z.email());

export const usernameSchema = z
  .string()
  .trim()
  .min(MIN_USERNAME_CHARACTERS)
  .max(MAX_USERNAME_CHARACTERS)
  .regex(/^[\p{L}\p{N}_.-]+$/u, 'letters, digits, "_", "." and "-" only');

/** The rule for every password that is set, wherever that happens. */
export const newPasswordSchema = z.string().min(MIN_PASSWORD_CHARACTERS).max(MAX_PASSWORD_CHARACTERS);

export const registerSchema = z.strictObject({
  email: emailSchema,
  username: usernameSchema,
  password: newPasswordSchema,
});
export type RegisterRequest = z.input<typeof registerSchema>;

export const signInSchema = z.strictObject({
  email: emailSchema,
  password: z.string().min(1).max(MAX_PASSWORD_CHARACTERS),
});
export type SignInRequest = z.input<typeof signInSchema>;

export const changePasswordSchema = z.strictObject({
  currentPassword: z.string().min(1).max(MAX_PASSWORD_CHARACTERS),
  newPassword: newPasswordSchema,
});
export type ChangePasswordRequest = z.input<typeof changePasswordSchema>;

/** Sets a password with a one-time link that an operator made. */
export const resetPasswordSchema = z.strictObject({
  /** What stands behind the # of the link. */
  token: z.string().min(1).max(200),
  newPassword: newPasswordSchema,
});
export type ResetPasswordRequest = z.input<typeof resetPasswordSchema>;

/** API clients that keep no cookies send their refresh token in the body. */
export const refreshSchema = z.strictObject({ refreshToken: z.string().min(1).max(200).optional() });

export const accountSchema = z.object({
  id: z.string(),
  email: z.string(),
  username: z.string().nullable(),
  role: z.enum(ROLES),
  createdAt: z.string(),
  /** The one that runs, or else the one that lasts or lasted longest. */
  membership: membershipSchema.nullable(),
});
export type Account = z.infer<typeof accountSchema>;

/** Answer of register, login and refresh. Browsers get the same tokens as httpOnly cookies and may ignore these. */
export const sessionSchema = z.object({
  account: accountSchema,
  accessToken: z.string(),
  /** Seconds until `accessToken` expires. */
  expiresIn: z.int(),
  refreshToken: z.string(),
});
export type Session = z.infer<typeof sessionSchema>;
