import { useQuery } from "@tanstack/react-query";
import type { Role } from "./types.ts";
import { useQueries } from "./use-api.ts";

const rank: Record<Role, number> = { viewer: 0, operator: 1, admin: 2 };

/** Who looks at the page, and whether they may do what takes a role. Until that is known, they may not. */
export function useWho(): { actor: string; role: Role; may: (role: Role) => boolean } {
  const { data } = useQuery(useQueries().me());
  const { actor = "", role = "viewer" } = data ?? {};
  return { actor, role, may: (needed) => rank[role] >= rank[needed] };
}
