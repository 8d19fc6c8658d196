import type { UserChange } from '@atelier/shared/contracts/user';
import type { Role } from '@atelier/shared/roles';
import type { Generated } from 'kysely';

export interface UsersTable {
  id: string;
  email: string;
  username: string | null;
  password_hash: string | null;
  avatar_url: string | null;
  is_active: Generated<number>;
  role: Generated<Role>;
  created_at: string;
  updated_at: string;
  /** Access tokens from before this moment count no more; null while none was ended early. */
  sessions_ended_at: string | null;
}

/** Links with which a password is set anew, once. */
export interface PasswordResetsTable {
  id: string;
  user_id: string;
  /** SHA-256 of the token, hex. */
  token_hash: string;
  /** The operator's user id; null for the command line. */
  created_by: string | null;
  created_at: string;
  expires_at: string;
  used_at: string | null;
}

/** Append-only: who changed what about an account. */
export interface UserChangesTable {
  id: string;
  user_id: string;
  /** The operator's or the user's own id; null for the command line. */
  changed_by: string | null;
  field: UserChange['field'];
  /** Never a secret; null where there is nothing to tell. */
  old_value: string | null;
  new_value: string | null;
  created_at: string;
}
