/** What an account may do: use the studio, or run it. */
export const ROLES = ['user', 'operator'] as const;
export type Role = (typeof ROLES)[number];

/** Whether an account may be used at all. */
export const USER_STATES = ['active', 'disabled'] as const;
export type UserStateName = (typeof USER_STATES)[number];
