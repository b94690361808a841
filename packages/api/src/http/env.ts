import type { Role } from "../views/role.ts";

/** What middleware leaves for the handlers. */
export interface AppEnv {
  Variables: {
    requestId: string;
    /** Who is behind the request: "human:local". */
    actor: string;
    /** What they may do. */
    role: Role;
    /** How the answer may be kept (cache-control), where it may be. */
    keep?: string;
  };
}
